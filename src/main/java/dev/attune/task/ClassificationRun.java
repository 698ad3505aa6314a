package dev.attune.task;

import ai.djl.ndarray.NDManager;
import dev.attune.dataset.ImageDataset;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.gradient.Adaptation;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.gradient.StepListener;
import dev.attune.metric.ClassificationScores;
import dev.attune.vision.SampleRandom;
import java.util.Optional;

/** An opened classification run: its models are loaded, its class texts encoded. */
final class ClassificationRun implements TaskRun {
  private final TaskSpec spec;
  private final ImageDataset dataset;
  private final Classifier classifier;

  /**
   * Opens a run.
   *
   * @param manager holds all of the run's arrays, and is closed with it
   */
  ClassificationRun(TaskSpec spec, ImageDataset dataset, ModelCatalog models, NDManager manager) {
    this.spec = spec;
    this.dataset = dataset;
    classifier = new Classifier(models, manager, spec.model(), dataset.classNames(), spec.method());
  }

  @Override
  public Optional<Chain> chain() {
    return classifier.chain().map(c -> c);
  }

  @Override
  public SampleResult run(int index) {
    return classifier.chain().isEmpty()
        ? adapted(index)
        : classifier.chain().get().inOrder(index, () -> adapted(index));
  }

  private SampleResult adapted(int index) {
    long start = System.nanoTime();
    ImageDataset.Sample sample = dataset.load(index);
    Adaptation result =
        classifier.classify(sample.image(), SampleRandom.of(spec.seed(), index), StepListener.NONE);
    return new SampleResult(
        index,
        sample.id(),
        dataset.classNames().get(sample.label()),
        answer(result.before(), sample.label()),
        answer(result.after(), sample.label()),
        result.steps().stream().map(s -> step(classifier.step(s))).toList(),
        (System.nanoTime() - start) / 1e6);
  }

  private SampleResult.Answer answer(float[] logits, int label) {
    int best = Softmax.topK(logits, 0, logits.length, 1)[0];
    return new SampleResult.Answer(
        dataset.classNames().get(best),
        best == label, // two classes may have one name
        classifier.top(logits),
        ClassificationScores.row(logits, label));
  }

  private static SampleResult.Step step(Episode.Step step) {
    return new SampleResult.Step(
        step.loss(),
        step.candidates().stream()
            .map(c -> new SampleResult.Candidate(c.text(), c.score()))
            .toList());
  }

  @Override
  public void close() {
    classifier.close();
  }
}
