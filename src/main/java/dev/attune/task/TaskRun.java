package dev.attune.task;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntFunction;

/**
 * An opened run: its samples, or the pieces of a training, are run in any order unless they form a
 * {@link Chain}. Not thread-safe.
 */
public interface TaskRun extends AutoCloseable {

  /**
   * Does the next piece of what must be there before the first sample and may take long, such as a
   * batch of features. Between two pieces others may compute, or the run be given up; what is done
   * stays done.
   *
   * @return whether all is there, and samples can be run
   */
  default boolean prepare() {
    return true;
  }

  /**
   * One past the last of the samples that are run together with one.
   *
   * @param end one past the last place that may be run now
   */
  default int batchEnd(int from, int end) {
    return from + 1;
  }

  /**
   * Runs samples that belong together; everything that they adapted is reset before it returns, but
   * what the {@linkplain #chain chain} keeps. Results may wait, see {@link #settled}.
   *
   * @param from the place of the first of a batch
   * @param to see {@link #batchEnd}
   * @throws IllegalStateException when another sample of the chain must come first, or not all is
   *     prepared
   * @throws TaskException when no other sample can be run either
   */
  void run(int from, int to, Results results);

  /**
   * Gives the results of samples that were run and wait for others: runs the next of these, or says
   * that nothing waits.
   *
   * @param to one past the last sample whose result is wanted; all before it were run
   * @return whether all results of samples before it are given
   */
  default boolean settled(int to, Results results) {
    return true;
  }

  /** Runs samples one by one; one that fails does not keep the others from being run. */
  static void each(int from, int to, Results results, IntFunction<? extends RunResult> one) {
    for (int index = from; index < to; index++) {
      long start = System.nanoTime();
      try {
        one.apply(index).into(results);
      } catch (TaskException | CancellationException | RejectedExecutionException e) {
        throw e; // the run's end, or the process's: not the sample's fault
      } catch (RuntimeException | OutOfMemoryError e) {
        results.failure(
            index, index, NoMemoryException.reason(e), (System.nanoTime() - start) / 1e6);
      }
    }
  }

  /**
   * What the run learns from sample to sample; empty when they know nothing of each other.
   *
   * @throws IllegalStateException when not all is prepared
   */
  default Optional<Chain> chain() {
    return Optional.empty();
  }

  @Override
  void close();
}
