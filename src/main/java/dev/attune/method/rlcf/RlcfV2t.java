package dev.attune.method.rlcf;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.GradientMethod;
import dev.attune.method.gradient.Loss;
import dev.attune.method.options.FrameJudging;
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.QbNormSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.VideoOptions;
import org.jspecify.annotations.Nullable;

/**
 * RLCF for video-to-text retrieval, which no paper has tried: as its image-to-text retrieval, with
 * a judge that looks at frames.
 */
@AutoService(Method.class)
public final class RlcfV2t extends GradientMethod<RlcfV2t.Options> {

  /** Its options; those of the tower are without effect on DGL, of which prompts are tuned. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Rewarded rewarded,
      @JsonUnwrapped FrameJudging frames,
      @JsonUnwrapped VideoOptions video,
      @JsonUnwrapped TowerOptions tower,
      @Nullable MomentumSpec momentum,
      @Nullable QbNormSpec qbNorm,
      @Nullable HubnessSpec hubness)
      implements GradientMethod.Options,
          VideoOptions.Watching,
          FrameJudging.Judging,
          QbNormSpec.Normalising,
          HubnessSpec.Ranking {
    @Override
    public Loss loss() {
      return rewarded;
    }
  }

  public RlcfV2t() {
    super(Question.TEXTS_OF_VIDEO, Traits.Tunes.IMAGE_TOWER, Gradient.LARGER_EPS);
  }

  @Override
  public String id() {
    return "rlcf-v2t";
  }

  @Override
  public String description() {
    return "Tunes the image tower, or DGL's prompts of videos, to find the texts of one video, on"
        + " the judge's reward.";
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(8, 1e-6, 5e-4),
        Rewarded.of(16),
        new FrameJudging(FrameJudging.Frames.MEAN),
        VideoOptions.USUAL,
        TowerOptions.WHOLE,
        null,
        null,
        null);
  }
}
