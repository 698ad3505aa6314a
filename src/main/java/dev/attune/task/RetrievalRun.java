package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.clip.Clip;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.gradient.EpisodicAdapter;
import dev.attune.method.gradient.ImagePolicy;
import dev.attune.method.gradient.Judge;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.Policy;
import dev.attune.method.gradient.TextPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An opened retrieval run: its models are loaded. {@link #prepare} computes the features of all
 * texts and pictures that no earlier run has left.
 */
final class RetrievalRun implements TaskRun {
  private final MethodSpec method;
  private final NDManager manager;
  private final RetrievalQueries queries;
  private final Clip clip;
  private final FeatureBank texts;
  private final FeatureBank pictures;
  private final List<JudgeBank> judges;
  private @Nullable Retriever retriever;
  private @Nullable EpisodicAdapter adapter;
  private Optional<MomentumChain> chain = Optional.empty();

  /** A judge, and the features it compares queries with. */
  private record JudgeBank(Clip clip, FeatureBank bank, double weight) {}

  /**
   * Opens a run.
   *
   * @param cache folder of the features
   * @param manager holds all of the run's arrays, and is closed with it
   */
  RetrievalRun(
      TaskSpec spec, CaptionDataset dataset, ModelCatalog models, Path cache, NDManager manager) {
    this.manager = manager;
    method = spec.method();
    try {
      CaptionIndex index = CaptionIndex.of(dataset);
      index.checkK(method, dataset.name());
      ClipModels clips = new ClipModels(models, manager);
      FeatureBanks banks = new FeatureBanks(cache, models, manager);
      clip = clips.load(spec.model());
      queries =
          new RetrievalQueries(
              dataset, index, method.type().tunes(), clip.config().contextLength());
      long[][] ids = clips.withTokenizer(spec.model(), clip, queries::tokenise);
      queries.addReader(ids);
      texts = banks.texts(spec.model(), clip, ids);
      pictures = banks.pictures(spec.model(), clip, dataset, clip.config().resolution());
      judges = method.type().judged() ? judges(clips, banks) : List.of();
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private List<JudgeBank> judges(ClipModels clips, FeatureBanks banks) {
    return clips.judges(
        method.reward(),
        (name, judge, weight) -> {
          long[][] ids = clips.tokens(name, judge, queries.index().texts());
          if (!queries.areTexts()) {
            return new JudgeBank(judge, banks.texts(name, judge, ids), weight);
          }
          queries.addReader(ids);
          int resolution = clip.config().resolution();
          return new JudgeBank(
              judge, banks.pictures(name, judge, queries.dataset(), resolution), weight);
        });
  }

  @Override
  public boolean prepare() {
    if (retriever != null) {
      return true;
    }
    List<FeatureBank> banks = new ArrayList<>(List.of(texts, pictures));
    judges.forEach(j -> banks.add(j.bank()));
    for (FeatureBank bank : banks) {
      if (!bank.advance()) {
        return false;
      }
    }
    retriever = retriever();
    return true;
  }

  private Retriever retriever() {
    NDArray textFeatures = texts.features().array(manager);
    NDArray pictureFeatures = pictures.features().array(manager);
    EpisodicAdapter made =
        new EpisodicAdapter(
            manager,
            policy(textFeatures, pictureFeatures),
            judges.stream().map(this::judge).toList(),
            method);
    adapter = made;
    int[] before = queries.index().captionsBefore();
    chain =
        made.momentum()
            .map(m -> new MomentumChain(m, manager, queries.areTexts() ? i -> before[i] : i -> i));
    return new Retriever(
        queries,
        pictures.features(),
        pictureFeatures,
        textFeatures,
        clip.logitScale(),
        clip.config().resolution(),
        made,
        manager);
  }

  private Policy policy(NDArray textFeatures, NDArray pictureFeatures) {
    return queries.areTexts()
        ? new TextPolicy(clip, pictureFeatures, method.momentum() != null)
        : new ImagePolicy(clip, textFeatures, method.parameters(), method.batchNorm());
  }

  private Judge judge(JudgeBank judge) {
    NDArray features = judge.bank().features().array(manager);
    return queries.areTexts()
        ? Judge.ofTexts(judge.clip(), features, judge.weight())
        : Judge.ofPictures(judge.clip(), features, judge.weight());
  }

  private Retriever prepared() {
    Retriever all = retriever;
    if (all == null) {
      throw new IllegalStateException("the run is not prepared yet");
    }
    return all;
  }

  @Override
  public Optional<Chain> chain() {
    prepared();
    return chain.map(c -> c);
  }

  @Override
  public SampleResult run(int sample) {
    Retriever all = prepared();
    return chain.isEmpty() ? all.run(sample) : chain.get().inOrder(sample, () -> all.run(sample));
  }

  @Override
  public void close() {
    if (adapter != null) {
      adapter.close();
    }
    manager.close();
  }
}
