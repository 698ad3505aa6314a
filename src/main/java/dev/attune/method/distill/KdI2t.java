package dev.attune.method.distill;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.GradientMethod;
import dev.attune.method.gradient.Loss;
import dev.attune.method.options.HubnessSpec;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import org.jspecify.annotations.Nullable;

/** Distillation for image-to-text retrieval (ALGORITHMS 4, Retrieval). */
@AutoService(Method.class)
public final class KdI2t extends GradientMethod<KdI2t.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Distilled distilled,
      @JsonUnwrapped TowerOptions tower,
      @Nullable MomentumSpec momentum,
      @Nullable HubnessSpec hubness)
      implements GradientMethod.Options, HubnessSpec.Ranking {
    @Override
    public Loss loss() {
      return distilled;
    }
  }

  public KdI2t() {
    super(Question.TEXTS_OF_IMAGE, Traits.Tunes.IMAGE_TOWER, Gradient.LARGER_EPS);
  }

  @Override
  public String id() {
    return "kd-i2t";
  }

  @Override
  public String description() {
    return "Tunes the image tower to rank the texts of one picture as the judge does.";
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(8, 1e-6, 5e-4), Distilled.USUAL, TowerOptions.WHOLE, null, null);
  }
}
