package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.adapt.Adaptation;
import dev.attune.adapt.EpisodicAdapter;
import dev.attune.adapt.ImagePolicy;
import dev.attune.adapt.Judge;
import dev.attune.adapt.MethodSpec;
import dev.attune.adapt.MethodType;
import dev.attune.adapt.Policy;
import dev.attune.adapt.PromptPolicy;
import dev.attune.adapt.Softmax;
import dev.attune.dataset.ImageDataset;
import dev.attune.hub.ModelCatalog;
import dev.attune.metric.ClassificationScores;
import dev.attune.model.Nn;
import dev.attune.model.clip.Clip;
import dev.attune.model.clip.ContextVectors;
import dev.attune.model.weights.TensorSource;
import dev.attune.vision.RandomResizedCrop;
import dev.attune.vision.SampleRandom;
import dev.attune.vision.Views;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** An opened classification run: its models are loaded, its class texts encoded. */
final class ClassificationRun implements TaskRun {
  /** The prompt's words before the class name are the context vectors' start. */
  private static final String CONTEXT = "a photo of a";

  private static final int TOP = 5;

  private final TaskSpec spec;
  private final ImageDataset dataset;
  private final NDManager manager;
  private final int resolution;
  private final EpisodicAdapter adapter;
  private final Optional<MomentumChain> chain;

  /**
   * Opens a run.
   *
   * @param manager holds all of the run's arrays, and is closed with it
   */
  ClassificationRun(TaskSpec spec, ImageDataset dataset, ModelCatalog models, NDManager manager) {
    this.manager = manager;
    this.spec = spec;
    this.dataset = dataset;
    try {
      ClipModels clips = new ClipModels(models, manager);
      Clip clip = clips.load(spec.model());
      resolution = clip.config().resolution();
      adapter = new EpisodicAdapter(manager, policy(clip, clips), judges(clips), spec.method());
      chain = adapter.momentum().map(m -> new MomentumChain(m, manager, i -> i));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private Policy policy(Clip clip, ClipModels models) {
    MethodSpec method = spec.method();
    if (method.type().tunes() != MethodType.Tunes.PROMPT) {
      NDArray text = clip.textFeatures(manager, tokens(models, spec.model(), clip, CONTEXT));
      return new ImagePolicy(clip, text, method.parameters(), method.batchNorm());
    }
    String vectors = method.contextVectors();
    if (vectors == null) {
      long[][] tokens = tokens(models, spec.model(), clip, CONTEXT);
      int words = CONTEXT.split(" ").length;
      NDArray context = clip.text().contextOf(manager, Arrays.copyOfRange(tokens[0], 1, 1 + words));
      return new PromptPolicy(manager, clip, tokens, context);
    }
    try (TensorSource source = models.catalog().weights(vectors)) {
      NDArray context = ContextVectors.read(source, clip.config().textWidth(), manager);
      // any word holds a vector's place
      String places = String.join(" ", Collections.nCopies((int) context.getShape().get(0), "a"));
      long[][] tokens = tokens(models, spec.model(), clip, places);
      return new PromptPolicy(manager, clip, tokens, context);
    }
  }

  private List<Judge> judges(ClipModels models) {
    if (!spec.method().type().judged()) {
      return List.of();
    }
    List<String> names = spec.method().reward().models();
    List<Clip> clips = names.stream().map(models::load).toList();
    double[] weights = ClipModels.weights(spec.method().reward(), clips);
    List<Judge> judges = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      Clip clip = clips.get(i);
      long[][] tokens = tokens(models, names.get(i), clip, CONTEXT);
      judges.add(Judge.ofPictures(clip, clip.textFeatures(manager, tokens), weights[i]));
    }
    return judges;
  }

  /** The class prompts, which begin with a context. */
  private long[][] tokens(ClipModels models, String name, Clip clip, String context) {
    return models.tokens(
        name,
        clip,
        dataset.classNames().stream()
            .map(c -> "%s %s.".formatted(context, c.replace('_', ' ')))
            .toList());
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
    ImageDataset.Sample sample = dataset.load(index);
    MethodSpec method = spec.method();
    float[] views =
        Views.of(
            sample.image(),
            resolution,
            method.views(),
            method.augmentation(),
            new RandomResizedCrop(method.cropScale()),
            SampleRandom.of(spec.seed(), index));
    try (NDManager scope = manager.newSubManager()) {
      NDArray array =
          Nn.fromHost(scope, views, new Shape(method.views(), 3, resolution, resolution));
      Adaptation result = adapter.adapt(array);
      return new SampleResult(
          index,
          sample.id(),
          dataset.classNames().get(sample.label()),
          answer(result.before(), sample.label()),
          answer(result.after(), sample.label()),
          result.steps().stream().map(this::step).toList(),
          (System.nanoTime() - start) / 1e6);
    }
  }

  private SampleResult.Answer answer(float[] logits, int label) {
    float[] probabilities = Softmax.of(logits, 0, logits.length);
    List<SampleResult.Candidate> top = new ArrayList<>();
    int[] best = Softmax.topK(logits, 0, logits.length, Math.min(TOP, logits.length));
    for (int c : best) {
      top.add(new SampleResult.Candidate(dataset.classNames().get(c), probabilities[c]));
    }
    return new SampleResult.Answer(
        dataset.classNames().get(best[0]),
        best[0] == label,
        top,
        ClassificationScores.row(logits, label));
  }

  /** A step with the candidates of the surest view, which come first. */
  private SampleResult.Step step(Adaptation.Step step) {
    List<SampleResult.Candidate> candidates = new ArrayList<>();
    int k = Math.min(spec.method().sampleK(), step.candidates().length);
    for (int i = 0; i < k; i++) {
      candidates.add(
          new SampleResult.Candidate(
              dataset.classNames().get(step.candidates()[i]), step.scores()[i]));
    }
    return new SampleResult.Step(step.loss(), candidates);
  }

  @Override
  public void close() {
    adapter.close();
    manager.close();
  }
}
