package dev.attune.method;

import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.TunedParameters;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What of an encoder is to be tuned. */
public sealed interface Tuning {

  /**
   * Context vectors that all class prompts share (Zhou et al. 2022, CoOp).
   *
   * @param vectors name of the model that holds the first ones; null for those of the prompt's
   *     words
   */
  record Contexts(@Nullable String vectors) implements Tuning {}

  /**
   * Shifts of the class texts' features (Sui et al. 2025, TPS).
   *
   * @param perClass whether each class has its own, or all share one
   * @param scale whether features are also multiplied by what is tuned
   */
  record Shift(
      @Schema(title = "A shift for each class", description = "or one for all of them")
          boolean perClass,
      @Schema(title = "Scale too", description = "also multiply the class texts by what is tuned")
          boolean scale)
      implements Tuning {}

  /**
   * The image tower.
   *
   * @param batchNorm what batch normalisation takes in the tuning steps
   */
  record Tower(TunedParameters parameters, BatchNormSpec batchNorm) implements Tuning {

    /** As options say. */
    public static Tower of(TowerOptions options) {
      return new Tower(options.parameters(), options.batchNorm());
    }
  }

  /**
   * Everything outside the image tower, the temperature included.
   *
   * @param lasting whether what a text teaches its tokens is to stay, for learning across texts
   */
  record TextSide(boolean lasting) implements Tuning {}
}
