package dev.attune.task;

import java.util.function.IntUnaryOperator;

/** Cuts samples into batches, from the run's start, so that every run cuts alike. */
public final class Batches {
  private Batches() {}

  /**
   * One past the last sample of a batch: whole samples while their queries fit.
   *
   * @param end one past the run's last sample
   * @param most queries at most; a sample with more stands alone
   * @param queries of a sample
   */
  public static int end(int from, int end, int most, IntUnaryOperator queries) {
    int to = from + 1;
    int size = queries.applyAsInt(from);
    while (most > 1 && to < end && size + queries.applyAsInt(to) <= most) {
      size += queries.applyAsInt(to++);
    }
    return to;
  }
}
