package dev.attune.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Makes the next batches in the background while the engine computes.
 *
 * @param <B> a batch
 */
final class BatchPipeline<B> implements AutoCloseable {
  private static final int AHEAD = 3;

  private final IntFunction<B> batches;
  private final int steps;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          r -> {
            Thread thread = new Thread(r, "attune-batches");
            thread.setDaemon(true);
            return thread;
          });
  private final Deque<Future<B>> pending = new ArrayDeque<>();
  private int nextStep;

  /**
   * @param batches makes the batch of a step
   * @param from first step
   * @param steps where to stop
   */
  BatchPipeline(IntFunction<B> batches, int from, int steps) {
    this.batches = batches;
    this.steps = steps;
    nextStep = from;
    for (int i = 0; i < AHEAD; i++) {
      submit();
    }
  }

  private void submit() {
    if (nextStep < steps) {
      int step = nextStep++;
      pending.add(executor.submit(() -> batches.apply(step)));
    }
  }

  /** The next step's batch. */
  B next() throws InterruptedException {
    try {
      B result = pending.remove().get();
      submit();
      return result;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a training batch could not be made", e.getCause());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
