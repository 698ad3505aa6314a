package dev.attune.method.options;

import io.swagger.v3.oas.annotations.media.Schema;

/** How an image tower is tuned. */
public record TowerOptions(
    @Schema(title = "Tunes, of the image tower", description = "which of its tensors")
        TunedParameters parameters,
    BatchNormSpec batchNorm) {

  /** All of it, under its running statistics. */
  public static final TowerOptions WHOLE =
      new TowerOptions(TunedParameters.ALL, BatchNormSpec.RUNNING);
}
