package dev.attune.task;

import java.util.Optional;

/**
 * An opened {@link TaskSpec}: runs its samples one by one, in any order unless they form a {@link
 * Chain}. Not thread-safe.
 */
public interface TaskRun extends AutoCloseable {

  /**
   * Runs one sample; everything it adapted is reset before it returns.
   *
   * @throws IllegalStateException when another sample of the chain must come first
   */
  RunResult run(int index);

  /** What the run learns from sample to sample; empty when they know nothing of each other. */
  default Optional<Chain> chain() {
    return Optional.empty();
  }

  @Override
  void close();
}
