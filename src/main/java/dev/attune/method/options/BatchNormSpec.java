package dev.attune.method.options;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What batch normalisation takes in the tuning steps; the answer always takes the running
 * statistics (ALGORITHMS 4). Without effect on a tower that has none.
 *
 * @param priorStrength s of the {@link Statistics#MIX}; the other choices do not look at it
 */
public record BatchNormSpec(
    @Schema(title = "Batch norm takes", description = "whose statistics in the tuning steps")
        @Named(flag = "batch-norm")
        Statistics statistics,
    @Schema(
            title = "Prior strength",
            description = "of the running statistics in a mix; given alone it asks for the mix")
        @Named(flag = "prior-strength")
        @Rate
        double priorStrength) {

  /** Whose statistics. */
  public enum Statistics {
    /** The checkpoint's. */
    @JsonProperty("running")
    RUNNING,
    /** The batch's, which also move the running ones, as in a training. */
    @JsonProperty("batch")
    BATCH,
    /** {@code s/(s+1)} of the checkpoint's and the rest of the batch's. */
    @JsonProperty("mix")
    MIX
  }

  public static final BatchNormSpec RUNNING = new BatchNormSpec(Statistics.RUNNING, 0);
  public static final BatchNormSpec BATCH = new BatchNormSpec(Statistics.BATCH, 0);

  /** A prior strength that comes without a choice of statistics means a mix. */
  public static void settle(Settling values) {
    if (values.after("priorStrength", "statistics")) {
      values.set("statistics", "mix", "priorStrength");
    }
  }
}
