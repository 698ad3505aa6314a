package dev.attune.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which samples are run, in which order, and whose settings they begin with. */
final class StreamOptions {
  @Option(
      names = "--sample",
      description = "which samples a limit takes: balanced over the classes, the default, or first")
  private @Nullable String sample;

  // --order is an option of WATT
  @Option(
      names = "--sample-order",
      description = "set or shuffled, the default where a method learns from sample to sample")
  private @Nullable String order;

  @Option(names = "--order-seed", description = "of the shuffled order; 0 by default")
  private @Nullable Long orderSeed;

  @Option(names = "--orders", description = "in how many orders; the metrics are their means")
  private @Nullable Integer orders;

  @Option(
      names = "--settings",
      description = "global, the default, or per-set: what the papers chose for the data set")
  private @Nullable String settings;

  @Nullable String sample() {
    return sample;
  }

  @Nullable String order() {
    return order;
  }

  @Nullable Long orderSeed() {
    return orderSeed;
  }

  @Nullable Integer orders() {
    return orders;
  }

  @Nullable String settings() {
    return settings;
  }
}
