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
import dev.attune.method.options.ModelName;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** RLCF's prompt tuning (ALGORITHMS 4, Classification). */
@AutoService(Method.class)
public final class RlcfPrompt extends GradientMethod<RlcfPrompt.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped Rewarded rewarded,
      @Schema(
              title = "Context vectors",
              description = "name of the model that holds a prompt's first vectors")
          @ModelName("context")
          @Nullable String contextVectors)
      implements GradientMethod.Options {
    @Override
    public Loss loss() {
      return rewarded;
    }

    @Override
    public Tuning tuning() {
      return new Tuning.Contexts(contextVectors);
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
    return new Options(new Steps(3, 7e-3, 5e-4), ViewOptions.PAPERS, Rewarded.of(3), null);
  }
}
