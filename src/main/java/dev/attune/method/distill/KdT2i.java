package dev.attune.method.distill;

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

/** Distillation for text-to-image retrieval (ALGORITHMS 4, Retrieval). */
@AutoService(Method.class)
public final class KdT2i extends GradientMethod<KdT2i.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Distilled distilled,
      @Nullable MomentumSpec momentum,
      @Nullable HubnessSpec hubness)
      implements GradientMethod.Options, HubnessSpec.Ranking {
    @Override
    public Loss loss() {
      return distilled;
    }

    @Override
    public Tuning tuning() {
      return new Tuning.TextSide(momentum != null);
    }
  }

  public KdT2i() {
    super(Question.IMAGES_OF_TEXT, Traits.Tunes.TEXT_SIDE, Gradient.LARGER_EPS);
  }

  @Override
  public String id() {
    return "kd-t2i";
  }

  @Override
  public String description() {
    return "Tunes the text side to rank the pictures of one text as the judge does.";
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(8, 1e-6, 5e-4), Distilled.USUAL, null, null);
  }
}
