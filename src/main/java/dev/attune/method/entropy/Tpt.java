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
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;

/** TPT's prompt tuning (Shu et al. 2022; ALGORITHMS 4, Classification). */
@AutoService(Method.class)
public final class Tpt extends GradientMethod<Tpt.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped Tuning.Contexts tuning)
      implements GradientMethod.Options {
    @Override
    public Loss loss() {
      return Loss.ENTROPY;
    }
  }

  public Tpt() {
    super(Question.CLASS_OF_IMAGE, Traits.Tunes.PROMPT, Gradient.EPS);
  }

  @Override
  public String id() {
    return "tpt";
  }

  @Override
  public String description() {
    return "Tunes the prompt's context vectors on the entropy of the selected views.";
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(1, 5e-3, 5e-4), ViewOptions.PAPERS, Tuning.Contexts.WORDS);
  }
}
