package dev.attune.task;

import org.jspecify.annotations.Nullable;

/**
 * Which samples of a set are run, in which order, and how often each time anew.
 *
 * @param orderSeed of the first order; null where the order is the set's
 * @param orders how many orders are run, each with the next seed and nothing learned
 */
public record SampleStream(Sampling sample, Order order, @Nullable Long orderSeed, int orders) {

  /** Most orders of a run. */
  public static final int MAX_ORDERS = 100;

  /** The first samples as the set lists them, once. */
  public static final SampleStream AS_LISTED = new SampleStream(Sampling.FIRST, Order.SET, null, 1);

  /** The seed of one of the orders, by its number from 0; null where it is the set's. */
  public @Nullable Long seed(int number) {
    return orderSeed == null ? null : Long.valueOf(orderSeed + number);
  }
}
