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
import dev.attune.method.options.Rate;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * TPT's prompt tuning with the class texts kept apart, for calibrated confidence (Yoon et al. 2024,
 * C-TPT).
 */
@AutoService(Method.class)
public final class Ctpt extends GradientMethod<Ctpt.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped Tuning.Contexts tuning,
      @Schema(
              title = "Weight of the dispersion",
              description = "50 for fine-grained sets, 20 for ImageNet's")
          @Rate
          double dispersionWeight)
      implements GradientMethod.Options {
    @Override
    public Loss loss() {
      return Loss.unjudged(new DispersedEntropy(dispersionWeight));
    }
  }

  public Ctpt() {
    super(Question.CLASS_OF_IMAGE, Traits.Tunes.PROMPT, Gradient.EPS);
  }

  @Override
  public String id() {
    return "ctpt";
  }

  @Override
  public String description() {
    return "Tunes the prompt on the entropy of the selected views, with the class texts kept apart.";
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(1, 5e-3, 0.01), ViewOptions.PAPERS, Tuning.Contexts.WORDS, 50);
  }
}
