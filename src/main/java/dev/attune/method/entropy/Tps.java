package dev.attune.method.entropy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Traits;
import dev.attune.method.Tuning;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.GradientMethod;
import dev.attune.method.gradient.Loss;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;

/** The class texts' features are shifted until the views agree (Sui et al. 2025, TPS). */
@AutoService(Method.class)
public final class Tps extends GradientMethod<Tps.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped Tuning.Shift tuning,
      @JsonUnwrapped PromptSpec texts)
      implements GradientMethod.Options, PromptSpec.Prompting {
    @Override
    public Loss loss() {
      return Loss.ENTROPY;
    }

    @Override
    public Gradient.Shown shown() {
      return Gradient.Shown.of(views).eachStep();
    }
  }

  public Tps() {
    super(Question.CLASS_OF_IMAGE, Traits.Tunes.CLASS_TEXTS, Gradient.EPS);
  }

  @Override
  public String id() {
    return "tps";
  }

  @Override
  public String description() {
    return "Shifts the class texts' features on the entropy of the selected views.";
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(1, 5e-3, 0.01),
        ViewOptions.PAPERS,
        new Tuning.Shift(true, false),
        PromptSpec.USUAL);
  }
}
