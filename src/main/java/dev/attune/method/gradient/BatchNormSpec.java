package dev.attune.method.gradient;

import dev.attune.model.BatchNormalization;

/**
 * What batch normalisation takes in the tuning steps; the answer always takes the running
 * statistics (ALGORITHMS 4). Without effect on a tower that has none.
 *
 * @param priorStrength s of the {@link Statistics#MIX}; the other choices do not look at it
 */
public record BatchNormSpec(Statistics statistics, double priorStrength) {

  /** Whose statistics. */
  public enum Statistics {
    /** The checkpoint's. */
    RUNNING,
    /** The batch's, which also move the running ones, as in a training. */
    BATCH,
    /** {@code s/(s+1)} of the checkpoint's and the rest of the batch's. */
    MIX
  }

  public static final BatchNormSpec RUNNING = new BatchNormSpec(Statistics.RUNNING, 0);

  BatchNormalization normalization() {
    return switch (statistics) {
      case RUNNING -> BatchNormalization.RUNNING;
      case BATCH -> BatchNormalization.BATCH;
      case MIX -> BatchNormalization.mix(priorStrength);
    };
  }
}
