package dev.attune.method.norm;

import dev.attune.method.Traits;
import dev.attune.method.options.Whole;
import io.swagger.v3.oas.annotations.media.Schema;

/** How many queries are adapted to together. */
public record Batched(
    @Schema(
            title = "Batch",
            description = "pictures, or texts that search, which are adapted to together")
        @Whole(min = Batched.LEAST, max = 1024)
        int batchSize) {
  /** One picture has no batch's statistics, and nothing to be told from. */
  static final int LEAST = 2;

  /** Of a method's traits. */
  Traits.Batch traits() {
    return new Traits.Batch(batchSize, LEAST);
  }
}
