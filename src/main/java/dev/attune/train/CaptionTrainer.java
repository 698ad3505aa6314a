package dev.attune.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.attune.adapt.AdamW;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.caption.MappingNetwork;
import dev.attune.model.lm.CausalLm;
import dev.attune.model.lm.TokenRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains a mapping network before a frozen language model: ClipCap on embeddings of pictures,
 * CapDec on noisy embeddings of the captions themselves (ALGORITHMS 4, Captioning).
 */
public final class CaptionTrainer {
  private static final double EPS = 1e-6;
  private static final int SAVE_EVERY = 500;

  private final CaptionRecipe recipe;
  private final MappingNetwork mapping;
  private final CausalLm lm;
  private final CaptionExamples examples;
  private final CaptionExamples validation;
  private final CaptionTrainingLog log;
  private final CaptionBatches batches;

  /**
   * @throws IllegalArgumentException when examples and models do not fit; it names the caption that
   *     is too long
   */
  public CaptionTrainer(
      CaptionRecipe recipe,
      MappingNetwork mapping,
      CausalLm lm,
      CaptionExamples examples,
      CaptionExamples validation,
      CaptionTrainingLog log) {
    this.recipe = recipe;
    this.mapping = mapping;
    this.lm = lm;
    this.examples = examples;
    this.validation = validation;
    this.log = log;
    batches = new CaptionBatches(examples, recipe);
    check("training", examples);
    check("validation", validation);
  }

  private void check(String what, CaptionExamples captions) {
    if (captions.features().width() != mapping.config().embedDim()) {
      throw new IllegalArgumentException(
          "the %s embeddings have size %d, the mapping network takes %d"
              .formatted(what, captions.features().width(), mapping.config().embedDim()));
    }
    int room = lm.config().positions() - mapping.config().prefixLength();
    for (int i = 0; i < captions.size(); i++) {
      if (captions.tokens().get(i).length > room) {
        throw new IllegalArgumentException(
            "%s caption %d has %d tokens; the language model has room for %d"
                .formatted(what, i, captions.tokens().get(i).length, room));
      }
    }
  }

  /**
   * Trains to the recipe's end, from the checkpoint when there is one.
   *
   * @param manager parent of the optimiser's memory
   * @param checkpoint the file, replaced every epoch and every few hundred steps
   * @throws IllegalStateException when a loss is not finite; the checkpoint stays as it was
   */
  public void train(NDManager manager, Path checkpoint) throws IOException {
    Nn.recordOnlyWhenAsked();
    mapping.parameters().forEach(p -> p.array().setRequiresGradient(true));
    try (AdamW optimizer = new AdamW(manager, mapping.parameters(), EPS)) {
      Checkpoint saved = new Checkpoint(checkpoint, mapping.weights(), List.of(optimizer));
      int perEpoch = batches.stepsPerEpoch();
      int steps = recipe.epochs() * perEpoch;
      int from = saved.resume(manager);
      long started = System.nanoTime();
      for (int done = from + 1; done <= steps; done++) {
        double loss = step(manager, done - 1, steps, optimizer);
        boolean epochEnds = done % perEpoch == 0;
        log.progress(progress(done, steps, loss, done - from, System.nanoTime() - started));
        if (epochEnds) {
          log.validated(done / perEpoch, validate(manager));
        }
        // last, so that a training that dies repeats what was heard and leaves nothing unheard
        if (epochEnds || done % SAVE_EVERY == 0) {
          saved.save(done, manager);
        }
      }
    }
  }

  private CaptionTrainingLog.Progress progress(
      int done, int steps, double loss, int now, long nanos) {
    double perStep = nanos / 1e9 / now;
    Duration left = Duration.ofMillis(Math.round(1000 * perStep * (steps - done)));
    return new CaptionTrainingLog.Progress(done, steps, loss, batches.batch() / perStep, left);
  }

  private double step(NDManager manager, int step, int steps, AdamW optimizer) {
    TokenRows captions = rows(examples, batches.examples(step));
    double loss = gradients(manager, mapping, lm, batches.embeddings(step), captions);
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("the loss of step %d is not finite".formatted(step));
    }
    optimizer.step(recipe.rate(step, steps), recipe.weightDecay());
    return loss;
  }

  /**
   * The loss of a batch, whose gradients the mapping network's tensors then hold.
   *
   * @param embeddings (B, E)
   */
  static double gradients(
      NDManager manager,
      MappingNetwork mapping,
      CausalLm lm,
      float[] embeddings,
      TokenRows captions) {
    double[] value = new double[1];
    Scopes.run(
        () -> {
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray loss = losses(manager, mapping, lm, embeddings, captions).mean();
            gradients.backward(loss);
            value[0] = loss.getFloat();
          }
        });
    return value[0];
  }

  /** The mean cross-entropy of a token over all validation captions. */
  private double validate(NDManager manager) {
    double sum = 0;
    long tokens = 0;
    for (int from = 0; from < validation.size(); from += recipe.batch()) {
      int to = Math.min(validation.size(), from + recipe.batch());
      int[] rows = IntStream.range(from, to).toArray();
      TokenRows captions = rows(validation, rows);
      double[] ofBatch = new double[1];
      Scopes.run(
          () ->
              ofBatch[0] =
                  losses(manager, mapping, lm, validation.embeddings(rows), captions)
                      .sum()
                      .getFloat());
      sum += ofBatch[0];
      tokens += IntStream.range(0, captions.rows()).map(captions::length).sum();
    }
    return sum / tokens;
  }

  /** What fills a row up is neither seen nor to be predicted. */
  private static TokenRows rows(CaptionExamples examples, int[] rows) {
    return new TokenRows(examples.tokens(rows), 0);
  }

  /** The cross-entropies of all tokens of a batch but its padding. */
  private static NDArray losses(
      NDManager manager,
      MappingNetwork mapping,
      CausalLm lm,
      float[] embeddings,
      TokenRows captions) {
    int b = captions.rows();
    int length = captions.length();
    int p = mapping.config().prefixLength();
    int[] real =
        IntStream.range(0, b * length)
            .filter(i -> i % length < captions.length(i / length))
            .toArray();
    long[] places = IntStream.of(real).asLongStream().toArray();
    long[] ids = captions.ids();
    long[] targets = IntStream.of(real).mapToLong(i -> ids[i]).toArray();
    NDArray prefix =
        mapping.prefix(Nn.fromHost(manager, embeddings, new Shape(b, embeddings.length / b)));
    NDArray inputs = prefix.concat(captions.inputs(lm, manager), 1); // (B, P + L - 1, W)
    NDArray hidden =
        lm.hidden(inputs, captions.inputMask(p))
            .get(new NDIndex(":, {}:", p - 1)) // what predicts the L tokens
            .reshape((long) b * length, lm.config().width());
    NDArray index = Nn.fromHost(manager, places, new Shape(places.length));
    return lm.crossEntropy(hidden.get(new NDIndex("{}", index)), targets);
  }
}
