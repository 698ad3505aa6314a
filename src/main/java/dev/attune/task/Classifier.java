package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.ContextVectors;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipPreprocess;
import dev.attune.hub.ModelCatalog;
import dev.attune.method.gradient.Adaptation;
import dev.attune.method.gradient.EpisodicAdapter;
import dev.attune.method.gradient.ImagePolicy;
import dev.attune.method.gradient.Judge;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.MethodType;
import dev.attune.method.gradient.Policy;
import dev.attune.method.gradient.PromptPolicy;
import dev.attune.method.gradient.StepListener;
import dev.attune.model.Nn;
import dev.attune.vision.RandomResizedCrop;
import dev.attune.vision.RgbImage;
import dev.attune.vision.Views;
import dev.attune.weights.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A CLIP that tells given classes apart and adapts to each picture: its models are loaded, its
 * class texts encoded.
 */
final class Classifier implements AutoCloseable {
  /** The prompt's words before the class name are the context vectors' start. */
  private static final String CONTEXT = "a photo of a";

  private static final int TOP = 5;

  private final List<String> classNames;
  private final MethodSpec method;
  private final NDManager manager;
  private final int resolution;
  private final EpisodicAdapter adapter;
  private final Optional<MomentumChain> chain;

  /**
   * Loads the models.
   *
   * @param manager holds all of the classifier's arrays, and is closed with it
   * @param classNames as they stand in a prompt, underscores allowed for blanks
   */
  Classifier(
      ModelCatalog models,
      NDManager manager,
      String model,
      List<String> classNames,
      MethodSpec method) {
    this.manager = manager;
    this.classNames = List.copyOf(classNames);
    this.method = method;
    try {
      ClipModels clips = new ClipModels(models, manager);
      Clip clip = clips.load(model);
      resolution = clip.config().resolution();
      adapter = new EpisodicAdapter(manager, policy(clip, clips, model), judges(clips), method);
      chain = adapter.momentum().map(m -> new MomentumChain(m, manager, i -> i));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private Policy policy(Clip clip, ClipModels models, String model) {
    if (method.type().tunes() != MethodType.Tunes.PROMPT) {
      NDArray text = clip.textFeatures(manager, tokens(models, model, clip, CONTEXT));
      return new ImagePolicy(clip, text, method.parameters(), method.batchNorm());
    }
    String vectors = method.contextVectors();
    if (vectors == null) {
      long[][] tokens = tokens(models, model, clip, CONTEXT);
      int words = CONTEXT.split(" ").length;
      NDArray context = clip.text().contextOf(manager, Arrays.copyOfRange(tokens[0], 1, 1 + words));
      return new PromptPolicy(manager, clip, tokens, context);
    }
    try (TensorSource source = models.catalog().weights(vectors)) {
      NDArray context = ContextVectors.read(source, clip.config().textWidth(), manager);
      // any word holds a vector's place
      String places = String.join(" ", Collections.nCopies((int) context.getShape().get(0), "a"));
      long[][] tokens = tokens(models, model, clip, places);
      return new PromptPolicy(manager, clip, tokens, context);
    }
  }

  private List<Judge> judges(ClipModels models) {
    if (!method.type().judged()) {
      return List.of();
    }
    return models.judges(
        method.reward(),
        (name, clip, weight) ->
            Judge.ofPictures(
                clip, clip.textFeatures(manager, tokens(models, name, clip, CONTEXT)), weight));
  }

  /** The class prompts, which begin with a context. */
  private long[][] tokens(ClipModels models, String name, Clip clip, String context) {
    return models.tokens(
        name,
        clip,
        classNames.stream().map(c -> "%s %s.".formatted(context, c.replace('_', ' '))).toList());
  }

  /** What is learnt from picture to picture; empty when each is an episode of its own. */
  Optional<MomentumChain> chain() {
    return chain;
  }

  /** Adapts to a picture and answers, with views drawn from the generator. */
  Adaptation classify(RgbImage picture, RandomGenerator random, StepListener listener) {
    float[] views =
        Views.of(
            picture,
            ClipPreprocess.at(resolution),
            method.views(),
            method.augmentation(),
            new RandomResizedCrop(method.cropScale()),
            random);
    try (NDManager scope = manager.newSubManager()) {
      Shape shape = new Shape(method.views(), 3, resolution, resolution);
      return adapter.adapt(Nn.fromHost(scope, views, shape), listener);
    }
  }

  /** The likeliest classes of a row of logits with their probabilities, best first. */
  List<SampleResult.Candidate> top(float[] logits) {
    return Ranking.top(logits, TOP, classNames::get);
  }

  /** A step with the candidates of the surest view, which come first. */
  Episode.Step step(Adaptation.Step step) {
    List<Episode.Candidate> candidates = new ArrayList<>();
    int k = Math.min(method.sampleK(), step.candidates().length);
    for (int i = 0; i < k; i++) {
      candidates.add(
          new Episode.Candidate(
              classNames.get(step.candidates()[i]), step.scores()[i], step.rewards()[i]));
    }
    return new Episode.Step(step.loss(), candidates);
  }

  @Override
  public void close() {
    adapter.close();
    manager.close();
  }
}
