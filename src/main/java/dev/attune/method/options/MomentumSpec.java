package dev.attune.method.options;

import io.swagger.v3.oas.annotations.media.Schema;

/** Learning across the samples of a run (ALGORITHMS 4, Momentum). */
public record MomentumSpec(
    @Schema(
            title = "Momentum (tau)",
            description = "share of the average that a sample leaves, at least 0 and below 1")
        @Rate(below = 1)
        double tau,
    @Schema(
            title = "Momentum: every",
            description = "samples after which the next ones start from the average")
        @Named(flag = "momentum-every")
        @Whole(min = 1)
        int updateFrequency,
    @Schema(
            title = "Momentum: weight",
            description = "of the average in that start, the rest being the original, in (0, 1]")
        @Share
        double weight) {

  /** The papers' numbers. */
  public MomentumSpec() {
    this(0.9998, 64, 1);
  }
}
