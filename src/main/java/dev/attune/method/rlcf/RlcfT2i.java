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
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.Steps;
import org.jspecify.annotations.Nullable;

/** RLCF's text-to-image retrieval (ALGORITHMS 4, Retrieval). */
@AutoService(Method.class)
public final class RlcfT2i extends GradientMethod<RlcfT2i.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Rewarded rewarded,
      @Nullable MomentumSpec momentum,
      @Nullable HubnessSpec hubness)
      implements GradientMethod.Options, HubnessSpec.Ranking {
    @Override
    public Loss loss() {
      return rewarded;
    }

    @Override
    public Tuning tuning() {
      return new Tuning.TextSide(momentum != null);
    }
  }

  public RlcfT2i() {
    super(Question.IMAGES_OF_TEXT, Traits.Tunes.TEXT_SIDE, Gradient.LARGER_EPS);
  }

  @Override
  public String id() {
    return "rlcf-t2i";
  }

  @Override
  public String description() {
    return "Tunes the text side to find the pictures of one text, on the judge's reward.";
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(8, 1e-6, 5e-4), Rewarded.of(12), null, null);
  }
}
