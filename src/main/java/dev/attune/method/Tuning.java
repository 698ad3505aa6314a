package dev.attune.method;

import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.ModelName;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Share;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.TunedParameters;
import dev.attune.method.options.Whole;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What of an encoder is to be tuned. */
public sealed interface Tuning {

  /**
   * Context vectors that all class prompts share (Zhou et al. 2022, CoOp).
   *
   * @param contextVectors null for those of the prompt's words
   */
  record Contexts(
      @Schema(
              title = "Context vectors",
              description = "name of the model that holds a prompt's first vectors")
          @ModelName("context")
          @Nullable String contextVectors)
      implements Tuning {
    /** Those of the prompt's words. */
    public static final Contexts WORDS = new Contexts(null);
  }

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
   * The affine values of the image tower's normalisations. Batch normalisation takes the batch's
   * statistics, also for the answer.
   *
   * @param leftOut share of the blocks, counted from the last, whose values stay
   */
  record Norms(double leftOut) implements Tuning {}

  /** The affine values of the normalisations in the text tower's blocks. */
  record TextNorms() implements Tuning {}

  /**
   * What is added to the query and value projections of the image tower's last blocks (Hu et al.
   * 2022, LoRA).
   */
  record LowRank(
      @Schema(title = "Rank", description = "of what is added to a projection's weights")
          @Whole(min = 1, max = 1024)
          int rank,
      @Schema(title = "Weight (alpha)", description = "of what is added, over the rank") @Rate
          double alpha,
      @Schema(
              title = "Share of the blocks",
              description = "of the image tower, counted from the last, one at least, in (0, 1]")
          @Share
          double blockShare,
      @Schema(title = "Draw", description = "which random numbers the first factors start from")
          @Whole(min = 0)
          int draw)
      implements Tuning {}

  /**
   * Everything outside the image tower, the temperature included.
   *
   * @param lasting whether what a text teaches its tokens is to stay, for learning across texts
   */
  record TextSide(boolean lasting) implements Tuning {}
}
