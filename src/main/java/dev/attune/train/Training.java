package dev.attune.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.attune.method.gradient.AdamW;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The loop that the trainings of whole networks share: batches, gradients, steps, checkpoints.
 *
 * @param <B> a batch
 */
final class Training<B> {
  private static final int LOG_EVERY = 50;
  private static final int SAVE_EVERY = 250;
  private static final double EPS = 1e-6;

  private final Schedule schedule;
  private final IntFunction<B> batches;
  private final TrainingLog log;

  /**
   * @param batches makes the batch of a step, always the same one
   */
  Training(Schedule schedule, IntFunction<B> batches, TrainingLog log) {
    this.schedule = schedule;
    this.batches = batches;
    this.log = log;
  }

  /**
   * Trains to the schedule's end, from the checkpoint when there is one.
   *
   * @param parameters what is trained
   * @param weights all tensors, for the checkpoint
   * @param checkpoint the file, replaced every few hundred steps
   * @param loss of a batch
   */
  void run(
      NDManager manager,
      List<Parameter> parameters,
      Weights weights,
      Path checkpoint,
      Function<B, NDArray> loss)
      throws IOException, InterruptedException {
    List<Parameter> matrices = parameters.stream().filter(Training::isMatrix).toList();
    List<Parameter> vectors = parameters.stream().filter(p -> !isMatrix(p)).toList();
    Nn.recordOnlyWhenAsked();
    parameters.forEach(p -> p.array().setRequiresGradient(true));
    try (AdamW decaying = new AdamW(manager, matrices, EPS);
        AdamW plain = new AdamW(manager, vectors, EPS)) {
      Checkpoint saved = new Checkpoint(checkpoint, weights, List.of(decaying, plain));
      int from = saved.resume(manager);
      double sum = 0;
      long since = System.nanoTime();
      try (BatchPipeline<B> pipeline = new BatchPipeline<>(batches, from, schedule.steps())) {
        for (int step = from; step < schedule.steps(); step++) {
          sum += gradients(step, pipeline.next(), loss);
          double rate = schedule.rate(step);
          decaying.step(rate, schedule.weightDecay());
          plain.step(rate, 0);
          int done = step + 1;
          if (done % LOG_EVERY == 0) {
            double seconds = (System.nanoTime() - since) / 1e9;
            log.progress(
                done, schedule.steps(), sum / LOG_EVERY, LOG_EVERY * schedule.batch() / seconds);
            sum = 0;
            since = System.nanoTime();
          }
          if (done % SAVE_EVERY == 0 || done == schedule.steps()) {
            saved.save(done, manager);
          }
        }
      }
    }
  }

  private static boolean isMatrix(Parameter p) {
    return p.array().getShape().dimension() > 1;
  }

  private double gradients(int step, B batch, Function<B, NDArray> loss) {
    double[] value = new double[1];
    Scopes.run(
        () -> {
          try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray l = loss.apply(batch);
            gradients.backward(l);
            value[0] = l.getFloat();
          }
        });
    if (!Double.isFinite(value[0])) {
      throw new IllegalStateException("the loss of step %d is not finite".formatted(step));
    }
    return value[0];
  }
}
