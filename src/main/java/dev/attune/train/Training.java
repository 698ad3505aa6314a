package dev.attune.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.attune.adapt.AdamW;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/** The loop that all trainings of the towers share: batches, gradients, steps, checkpoints. */
final class Training {
  private static final int LOG_EVERY = 50;
  private static final int SAVE_EVERY = 250;
  private static final double EPS = 1e-6;

  private final ClipRecipe recipe;
  private final CaptionedPictures source;
  private final TrainingLog log;

  Training(ClipRecipe recipe, CaptionedPictures source, TrainingLog log) {
    this.recipe = recipe;
    this.source = source;
    this.log = log;
  }

  /**
   * Trains to the recipe's end, from the checkpoint when there is one.
   *
   * @param parameters what is trained
   * @param weights all tensors, for the checkpoint
   * @param checkpoint the file, replaced every few hundred steps
   * @param loss of a batch: its pictures (B, 3, R, R) and the rest
   */
  void run(
      NDManager manager,
      List<Parameter> parameters,
      Weights weights,
      Path checkpoint,
      BiFunction<NDArray, TrainingBatch, NDArray> loss)
      throws IOException, InterruptedException {
    List<Parameter> matrices = parameters.stream().filter(Training::isMatrix).toList();
    List<Parameter> vectors = parameters.stream().filter(p -> !isMatrix(p)).toList();
    Nn.recordOnlyWhenAsked();
    parameters.forEach(p -> p.array().setRequiresGradient(true));
    try (AdamW decaying = new AdamW(manager, matrices, EPS);
        AdamW plain = new AdamW(manager, vectors, EPS)) {
      Checkpoint saved = new Checkpoint(checkpoint, weights, List.of(decaying, plain));
      int from = saved.resume(manager);
      int resolution = recipe.config().resolution();
      Shape shape = new Shape(recipe.batch(), 3, resolution, resolution);
      double sum = 0;
      long since = System.nanoTime();
      try (BatchPipeline batches =
          new BatchPipeline(source, recipe.batch(), resolution, from, recipe.steps())) {
        for (int step = from; step < recipe.steps(); step++) {
          TrainingBatch batch = batches.next();
          sum += gradients(manager, batch, shape, loss);
          double rate = recipe.rate(step);
          decaying.step(rate, recipe.weightDecay());
          plain.step(rate, 0);
          int done = step + 1;
          if (done % LOG_EVERY == 0) {
            double seconds = (System.nanoTime() - since) / 1e9;
            log.progress(
                done, recipe.steps(), sum / LOG_EVERY, LOG_EVERY * recipe.batch() / seconds);
            sum = 0;
            since = System.nanoTime();
          }
          if (done % SAVE_EVERY == 0 || done == recipe.steps()) {
            saved.save(done, manager);
          }
        }
      }
    }
  }

  private static boolean isMatrix(Parameter p) {
    return p.array().getShape().dimension() > 1;
  }

  private static double gradients(
      NDManager manager,
      TrainingBatch batch,
      Shape shape,
      BiFunction<NDArray, TrainingBatch, NDArray> loss) {
    double[] value = new double[1];
    Scopes.run(
        () -> {
          NDArray pictures = Nn.fromHost(manager, batch.pictures(), shape);
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray l = loss.apply(pictures, batch);
            gradients.backward(l);
            value[0] = l.getFloat();
          }
        });
    if (!Double.isFinite(value[0])) {
      throw new IllegalStateException("the loss of step %d is not finite".formatted(batch.step()));
    }
    return value[0];
  }
}
