package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.adapt.Adaptation;
import dev.attune.adapt.EpisodicAdapter;
import dev.attune.adapt.ImagePolicy;
import dev.attune.adapt.Judge;
import dev.attune.adapt.MethodSpec;
import dev.attune.adapt.MethodType;
import dev.attune.adapt.Policy;
import dev.attune.adapt.StepListener;
import dev.attune.adapt.TextPolicy;
import dev.attune.dataset.CaptionDataset;
import dev.attune.hub.ModelCatalog;
import dev.attune.metric.RetrievalScores;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.clip.Clip;
import dev.attune.model.clip.FeatureCache;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.ClipPreprocess;
import dev.attune.vision.decode.PictureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * An opened retrieval run: its models are loaded, and the features of all texts and pictures are at
 * hand. Letters: N texts, M pictures, E embedding.
 */
final class RetrievalRun implements TaskRun {
  private static final int TOP = 5;

  private final TaskSpec spec;
  private final CaptionDataset dataset;
  private final NDManager manager;
  private final CaptionIndex index;
  private final int resolution;
  private final int contextLength;
  private final float scale;
  private final FeatureCache pictureBank;
  private final NDArray pictures;
  private final NDArray texts;
  private final BitSet cut = new BitSet();

  /** For each reader of a text query, the policy first, the ids of all texts. */
  private final List<long[][]> tokens = new ArrayList<>();

  private final EpisodicAdapter adapter;
  private final Optional<MomentumChain> chain;

  /**
   * Opens a run.
   *
   * @param cache folder of the features
   * @param manager holds all of the run's arrays, and is closed with it
   */
  RetrievalRun(
      TaskSpec spec, CaptionDataset dataset, ModelCatalog models, Path cache, NDManager manager) {
    this.manager = manager;
    this.spec = spec;
    this.dataset = dataset;
    try {
      index = CaptionIndex.of(dataset);
      index.checkK(spec.method(), dataset.name());
      ClipModels clips = new ClipModels(models, manager);
      FeatureBanks banks = new FeatureBanks(cache, models, manager);
      Clip clip = clips.load(spec.model());
      resolution = clip.config().resolution();
      contextLength = clip.config().contextLength();
      scale = clip.logitScale();
      tokens.add(clips.withTokenizer(spec.model(), clip, this::tokenise));
      texts = banks.texts(spec.model(), clip, tokens.get(0)).array(manager);
      pictureBank = banks.pictures(spec.model(), clip, dataset, resolution);
      pictures = pictureBank.array(manager);
      adapter = new EpisodicAdapter(manager, policy(clip), judges(clips, banks), spec.method());
      int[] before = index.captionsBefore();
      chain =
          adapter
              .momentum()
              .map(m -> new MomentumChain(m, manager, asksTexts() ? i -> before[i] : i -> i));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** Whether texts are the queries that are adapted to. */
  private boolean asksTexts() {
    return spec.method().type().tunes() == MethodType.Tunes.TEXT_SIDE;
  }

  private boolean asksPictures() {
    return spec.method().type().tunes() == MethodType.Tunes.IMAGE_TOWER;
  }

  /** The policy's ids of all texts; those that had to be cut are noted. */
  private long[][] tokenise(TextTokenizer tokenizer) {
    long[][] rows = tokenizer.encodeAll(index.texts());
    for (int t = 0; t < rows.length; t++) {
      cut.set(t, tokenizer.isCut(index.texts().get(t)));
    }
    return rows;
  }

  private Policy policy(Clip clip) {
    MethodSpec method = spec.method();
    return asksTexts()
        ? new TextPolicy(clip, pictures, method.momentum() != null)
        : new ImagePolicy(clip, texts, method.parameters(), method.batchNorm());
  }

  private List<Judge> judges(ClipModels clips, FeatureBanks banks) {
    if (!spec.method().type().judged()) {
      return List.of();
    }
    return clips.judges(
        spec.method().reward(),
        (name, clip, weight) -> {
          long[][] ids = clips.tokens(name, clip, index.texts());
          if (asksTexts()) {
            tokens.add(ids);
            NDArray bank = banks.pictures(name, clip, dataset, resolution).array(manager);
            return Judge.ofTexts(clip, bank, weight);
          }
          return Judge.ofPictures(clip, banks.texts(name, clip, ids).array(manager), weight);
        });
  }

  @Override
  public Optional<Chain> chain() {
    return chain.map(c -> c);
  }

  @Override
  public SampleResult run(int sample) {
    return chain.isEmpty() ? adapted(sample) : chain.get().inOrder(sample, () -> adapted(sample));
  }

  private SampleResult adapted(int sample) {
    long start = System.nanoTime();
    if (FeatureBanks.isMissing(pictureBank, sample)) {
      throw new PictureException(dataset.id(sample), "could not be read");
    }
    float[] forPicture = scores(pictures, sample, texts);
    List<float[]> forCaptions = new ArrayList<>();
    for (int text : index.ofPicture().get(sample)) {
      forCaptions.add(scores(texts, text, pictures));
    }
    SampleResult.Answer before = answer(sample, forPicture, forCaptions);
    List<SampleResult.Step> steps = List.of();
    if (asksPictures()) {
      Adaptation adapted = adaptPicture(sample);
      forPicture = adapted.after();
      steps = steps(adapted, index.texts()::get);
    } else if (asksTexts()) {
      for (int c = 0; c < forCaptions.size(); c++) {
        Adaptation adapted = adaptText(index.ofPicture().get(sample)[c]);
        forCaptions.set(c, adapted.after());
        steps = c == 0 ? steps(adapted, dataset::id) : steps;
      }
    }
    return new SampleResult(
        sample,
        dataset.id(sample),
        truth(sample),
        before,
        answer(sample, forPicture, forCaptions),
        steps,
        (System.nanoTime() - start) / 1e6);
  }

  /** The scores of one row of a bank for all of another: (E) and (N, E) -> N. */
  private float[] scores(NDArray queries, int row, NDArray candidates) {
    float[][] scores = new float[1][];
    Scopes.run(
        () ->
            scores[0] =
                candidates // first, or the engine would copy all of it
                    .matMul(queries.get(new NDIndex("{}:{}", row, row + 1)).transpose())
                    .mul(scale)
                    .toFloatArray());
    return scores[0];
  }

  private Adaptation adaptPicture(int sample) {
    float[] input = ClipPreprocess.of(dataset.picture(sample), resolution);
    try (NDManager scope = manager.newSubManager()) {
      return adapter.adapt(Nn.fromHost(scope, input, new Shape(1, 3, resolution, resolution)));
    }
  }

  private Adaptation adaptText(int text) {
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> rows =
          tokens.stream()
              .map(ids -> Nn.fromHost(scope, ids[text], new Shape(1, ids[text].length)))
              .toList();
      return adapter.adapt(rows.get(0), rows.subList(1, rows.size()), StepListener.NONE);
    }
  }

  /** A picture's first caption, which is the query that is shown where texts are asked with. */
  private String truth(int sample) {
    int text = index.ofPicture().get(sample)[0];
    return asksTexts() && cut.get(text)
        ? "%s (cut to %d tokens)".formatted(index.texts().get(text), contextLength)
        : index.texts().get(text);
  }

  /**
   * What both directions find.
   *
   * @param forPicture N scores of the texts for the picture
   * @param forCaptions for each caption M scores of the pictures
   */
  private SampleResult.Answer answer(int sample, float[] forPicture, List<float[]> forCaptions) {
    int[] own = index.ofPicture().get(sample);
    int rank = RetrievalScores.rank(forPicture, own);
    int[] ranks = new int[own.length];
    for (int c = 0; c < ranks.length; c++) {
      ranks[c] = RetrievalScores.rank(forCaptions.get(c), index.ofText().get(own[c]));
    }
    boolean shown = asksTexts();
    List<SampleResult.Candidate> top =
        shown
            ? Ranking.top(forCaptions.get(0), TOP, dataset::id)
            : Ranking.top(forPicture, TOP, index.texts()::get);
    return new SampleResult.Answer(
        top.get(0).text(),
        (shown ? ranks[0] : rank) == 0,
        top,
        RetrievalScores.row(rank, ranks, index.mostCaptions()));
  }

  private static List<SampleResult.Step> steps(Adaptation adapted, IntFunction<String> name) {
    List<SampleResult.Step> steps = new ArrayList<>();
    for (Adaptation.Step step : adapted.steps()) {
      List<SampleResult.Candidate> candidates = new ArrayList<>();
      for (int k = 0; k < step.candidates().length; k++) {
        candidates.add(
            new SampleResult.Candidate(name.apply(step.candidates()[k]), step.scores()[k]));
      }
      steps.add(new SampleResult.Step(step.loss(), candidates));
    }
    return steps;
  }

  @Override
  public void close() {
    adapter.close();
    manager.close();
  }
}
