package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipPreprocess;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.gradient.Adaptation;
import dev.attune.method.gradient.EpisodicAdapter;
import dev.attune.method.gradient.ImagePolicy;
import dev.attune.method.gradient.Judge;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.Policy;
import dev.attune.method.gradient.StepListener;
import dev.attune.method.gradient.TextPolicy;
import dev.attune.model.Nn;
import dev.attune.task.Episodes.Search;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.RgbImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Ranks the pictures of a set for a text, or its texts for a picture, by a CLIP that adapts to the
 * query: its models are loaded, and the features of what is ranked are at hand.
 */
final class Searcher implements AutoCloseable {
  private static final int TOP = 12;

  private final Search search;
  private final CaptionDataset dataset;
  private final NDManager manager;
  private final BooleanSupplier isWanted;
  private final CaptionIndex index;
  private final int resolution;
  private final EpisodicAdapter adapter;

  /** For each reader of a text, the policy first, its ids; empty where a picture is the query. */
  private final List<long[]> tokens = new ArrayList<>();

  private final List<String> notes = new ArrayList<>();

  /**
   * Loads the models.
   *
   * @param cache folder of the features
   * @param manager holds all arrays, and is closed with this
   * @param isWanted asked between batches of features that are not there yet
   * @throws java.util.concurrent.CancellationException when it is not
   */
  Searcher(
      Search search,
      CaptionDataset dataset,
      ModelCatalog models,
      Path cache,
      NDManager manager,
      BooleanSupplier isWanted) {
    this.search = search;
    this.isWanted = isWanted;
    this.dataset = dataset;
    this.manager = manager;
    try {
      index = CaptionIndex.of(dataset);
      index.checkK(search.method(), dataset.name());
      ClipModels clips = new ClipModels(models, manager);
      FeatureBanks banks = new FeatureBanks(cache, models, manager);
      Clip clip = clips.load(search.model());
      resolution = clip.config().resolution();
      NDArray candidates = candidates(search.model(), clip, clips, banks);
      Policy policy =
          search.picture() == null
              ? new TextPolicy(clip, candidates, false)
              : new ImagePolicy(
                  clip, candidates, search.method().parameters(), search.method().batchNorm());
      adapter = new EpisodicAdapter(manager, policy, judges(clips, banks), search.method());
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** The features of what is ranked: (N, E). A text query's ids are noted on the way. */
  private NDArray candidates(String name, Clip clip, ClipModels clips, FeatureBanks banks) {
    String text = search.text();
    if (text == null) {
      long[][] ids = clips.tokens(name, clip, index.texts());
      return banks.texts(name, clip, ids).features(isWanted).array(manager);
    }
    tokens.add(clips.withTokenizer(name, clip, tokenizer -> tokenise(name, clip, tokenizer, text)));
    return banks.pictures(name, clip, dataset, resolution).features(isWanted).array(manager);
  }

  private long[] tokenise(String name, Clip clip, TextTokenizer tokenizer, String text) {
    if (tokenizer.isCut(text)) {
      notes.add(
          "The text is cut to the %d tokens that %s reads."
              .formatted(clip.config().contextLength(), name));
    }
    return tokenizer.encode(text);
  }

  /** Sentences on what was done to the query. */
  List<String> notes() {
    return notes;
  }

  private List<Judge> judges(ClipModels clips, FeatureBanks banks) {
    MethodSpec method = search.method();
    if (!method.type().judged()) {
      return List.of();
    }
    return clips.judges(
        method.reward(),
        (name, clip, weight) -> {
          NDArray candidates = candidates(name, clip, clips, banks);
          return search.text() == null
              ? Judge.ofPictures(clip, candidates, weight)
              : Judge.ofTexts(clip, candidates, weight);
        });
  }

  /** Adapts to the query and ranks. */
  Adaptation run(StepListener listener) {
    RgbImage picture = search.picture();
    try (NDManager scope = manager.newSubManager()) {
      if (picture != null) {
        float[] pixels = ClipPreprocess.of(picture, resolution);
        Shape shape = new Shape(1, 3, resolution, resolution);
        return adapter.adapt(Nn.fromHost(scope, pixels, shape), listener);
      }
      List<NDArray> rows =
          tokens.stream().map(ids -> Nn.fromHost(scope, ids, new Shape(1, ids.length))).toList();
      return adapter.adapt(rows.get(0), rows.subList(1, rows.size()), listener);
    }
  }

  /** What ranks first by a row of scores. */
  Episode.Answer answer(float[] scores) {
    List<SampleResult.Candidate> top = Ranking.top(scores, TOP, this::name);
    List<Integer> samples =
        search.picture() == null
            ? Arrays.stream(Ranking.top(scores, TOP)).boxed().toList()
            : List.of();
    return new Episode.Answer(top.get(0).text(), top, samples);
  }

  Episode.Step step(Adaptation.Step step) {
    List<Episode.Candidate> candidates = new ArrayList<>();
    for (int k = 0; k < step.candidates().length; k++) {
      candidates.add(
          new Episode.Candidate(name(step.candidates()[k]), step.scores()[k], step.rewards()[k]));
    }
    return new Episode.Step(step.loss(), candidates);
  }

  /** A text, or what is written of a picture. */
  private String name(int candidate) {
    return search.picture() == null ? dataset.truth(candidate) : index.texts().get(candidate);
  }

  @Override
  public void close() {
    adapter.close();
    manager.close();
  }
}
