package dev.attune.method.memory;

import dev.attune.method.options.Rate;
import dev.attune.method.options.Whole;
import io.swagger.v3.oas.annotations.media.Schema;

/** Samples that speak for their class. */
public record PositiveCache(
    @Schema(title = "Positive cache: size", description = "samples of each class") @Whole(min = 1)
        int shotCapacity,
    @Schema(title = "Positive cache: weight (alpha)", description = "in the logits") @Rate
        double alpha,
    @Schema(
            title = "Positive cache: sharpness (beta)",
            description = "how fast a sample's say falls with its distance")
        @Rate
        double beta) {

  /** The authors' for ImageNet and ImageNet-A. */
  public static final PositiveCache PAPERS = new PositiveCache(3, 2, 5);

  /** Adds what they say of a query to its logits. */
  void add(ClassCache cache, float[] query, double[] logits) {
    cache.forEach((label, item) -> logits[label] += alpha * ClassCache.affinity(query, item, beta));
  }
}
