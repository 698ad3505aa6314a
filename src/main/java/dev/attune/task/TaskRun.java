package dev.attune.task;

import java.util.Optional;

/**
 * An opened {@link TaskSpec}: runs its samples one by one, in any order unless they form a {@link
 * Chain}. Not thread-safe.
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
   * Runs one sample; everything it adapted is reset before it returns.
   *
   * @throws IllegalStateException when another sample of the chain must come first, or not all is
   *     prepared
   */
  RunResult run(int index);

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
