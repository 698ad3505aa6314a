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
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;

/** RLCF's prompt tuning (ALGORITHMS 4, Classification). */
@AutoService(Method.class)
public final class RlcfPrompt extends GradientMethod<RlcfPrompt.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped Rewarded rewarded,
      @JsonUnwrapped Tuning.Contexts tuning)
      implements GradientMethod.Options, PromptSpec.Prompting {
    @Override
    public Loss loss() {
      return rewarded;
    }
  }

  public RlcfPrompt() {
    super(Question.CLASS_OF_IMAGE, Traits.Tunes.PROMPT, Gradient.EPS);
  }

  @Override
  public String id() {
    return "rlcf-prompt";
  }

  @Override
  public String description() {
    return "Tunes the prompt's context vectors on the judge's reward.";
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(3, 7e-3, 5e-4), ViewOptions.PAPERS, Rewarded.of(3), Tuning.Contexts.WORDS);
  }
}
