package dev.attune.method.rlcf;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import dev.attune.method.Tuning;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.GradientMethod;
import dev.attune.method.gradient.Loss;
import dev.attune.method.options.FrameJudging;
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.QbNormSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.VideoOptions;
import org.jspecify.annotations.Nullable;

/**
 * RLCF for text-to-video retrieval, which no paper has tried: as its text-to-image retrieval, with
 * a judge that looks at frames.
 */
@AutoService(Method.class)
public final class RlcfT2v extends GradientMethod<RlcfT2v.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Rewarded rewarded,
      @JsonUnwrapped FrameJudging frames,
      @JsonUnwrapped VideoOptions video,
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

    @Override
    public Tuning tuning() {
      return new Tuning.TextSide(momentum != null);
    }
  }

  public RlcfT2v() {
    super(Question.VIDEOS_OF_TEXT, Traits.Tunes.TEXT_SIDE, Gradient.LARGER_EPS);
  }

  @Override
  public String id() {
    return "rlcf-t2v";
  }

  @Override
  public String description() {
    return "Tunes the text side, or DGL's prompts of texts, to find the videos of one text, on the"
        + " judge's reward.";
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(8, 1e-6, 5e-4),
        Rewarded.of(12),
        new FrameJudging(FrameJudging.Frames.MEAN),
        VideoOptions.USUAL,
        null,
        null,
        null);
  }
}
