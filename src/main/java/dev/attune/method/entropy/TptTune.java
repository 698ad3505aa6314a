package dev.attune.method.entropy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.GradientMethod;
import dev.attune.method.gradient.Loss;
import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.TunedParameters;
import dev.attune.method.options.ViewOptions;
import org.jspecify.annotations.Nullable;

/** TPT's loss on the image tower (ALGORITHMS 4, Classification). */
@AutoService(Method.class)
public final class TptTune extends GradientMethod<TptTune.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped TowerOptions tower,
      @Nullable MomentumSpec momentum,
      @JsonUnwrapped PromptSpec texts)
      implements GradientMethod.Options, PromptSpec.Prompting {
    @Override
    public Loss loss() {
      return Loss.ENTROPY;
    }
  }

  public TptTune() {
    super(Question.CLASS_OF_IMAGE, Traits.Tunes.IMAGE_TOWER, Gradient.EPS);
  }

  @Override
  public String id() {
    return "tpt-tune";
  }

  @Override
  public String description() {
    return "Tunes the image tower on the entropy of the selected views.";
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(3, 1e-5, 5e-4),
        ViewOptions.PAPERS,
        new TowerOptions(TunedParameters.ALL, BatchNormSpec.BATCH),
        null,
        PromptSpec.USUAL);
  }
}
