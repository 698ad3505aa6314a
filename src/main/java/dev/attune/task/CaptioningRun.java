package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.CaptionDataset;
import dev.attune.encoder.clip.Clip;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.gradient.CaptionAdaptation;
import dev.attune.method.gradient.CaptionListener;
import dev.attune.metric.caption.CaptionScores;
import dev.attune.metric.caption.CaptionScores.ClipCosines;
import dev.attune.metric.caption.CiderFrequencies;
import dev.attune.vision.RgbImage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** An opened captioning run: its models are loaded, and its references counted. */
final class CaptioningRun implements TaskRun {
  /** The score by which a caption counts as better than another. */
  private static final String HEADLINE = "cider";

  private final CaptionDataset dataset;
  private final NDManager manager;
  private final CaptionSession session;
  private final CaptionScorer scorer;
  private final CaptionScores scores;
  private final Optional<MomentumChain> chain;

  /**
   * Opens a run.
   *
   * @param resources what captions are measured with
   * @param manager holds all of the run's arrays, and is closed with it
   */
  CaptioningRun(
      TaskSpec spec,
      CaptionDataset dataset,
      ModelCatalog models,
      CaptionResources.Found resources,
      NDManager manager) {
    this.manager = manager;
    this.dataset = dataset;
    // of the whole set, so that runs with different limits can be compared
    scores =
        new CaptionScores(
            CiderFrequencies.of(references(dataset)), resources.meteor(), resources.spice());
    try {
      session = new CaptionSession(models, spec.model(), spec.method(), manager);
      chain = session.momentum().map(m -> new MomentumChain(m, manager, i -> i));
      ClipModels clips = new ClipModels(models, manager);
      String name = new CaptionerModels(clips).parts(spec.model()).scorer();
      Clip clip = clips.load(name);
      scorer = new CaptionScorer(clip, clips.tokenizer(name, clip), manager);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public Optional<Chain> chain() {
    return chain.map(c -> c);
  }

  @Override
  public SampleResult run(int index) {
    return chain.isEmpty() ? adapted(index) : chain.get().inOrder(index, () -> adapted(index));
  }

  private SampleResult adapted(int index) {
    long start = System.nanoTime();
    RgbImage picture = dataset.picture(index);
    List<String> references = dataset.captions(index);
    CaptionAdaptation result = session.adapt(picture, CaptionListener.NONE);
    List<String> captions = List.of(result.before(), result.after());
    List<ClipCosines> cosines = scorer.cosines(picture, captions, references);
    Map<String, Double> before = scores.row(captions.get(0), references, cosines.get(0));
    Map<String, Double> after = scores.row(captions.get(1), references, cosines.get(1));
    double gain = headline(after) - headline(before);
    return new SampleResult(
        index,
        dataset.id(index),
        dataset.truth(index),
        answer(captions.get(0), before, gain < 0),
        answer(captions.get(1), after, gain > 0),
        result.steps().stream().map(CaptioningRun::step).toList(),
        (System.nanoTime() - start) / 1e6);
  }

  private static Iterable<List<String>> references(CaptionDataset dataset) {
    return () -> IntStream.range(0, dataset.size()).mapToObj(dataset::captions).iterator();
  }

  private static double headline(Map<String, Double> scores) {
    return Objects.requireNonNull(scores.get(HEADLINE));
  }

  private static SampleResult.Answer answer(
      String caption, Map<String, Double> scores, boolean better) {
    return new SampleResult.Answer(caption, better, List.of(), scores);
  }

  private static SampleResult.Step step(CaptionAdaptation.Step step) {
    return new SampleResult.Step(
        step.loss(),
        step.candidates().stream()
            .map(c -> new SampleResult.Candidate(c.caption(), c.score()))
            .toList());
  }

  @Override
  public void close() {
    session.close();
    scorer.tokenizer().close();
    manager.close();
  }
}
