package dev.attune.method.memory;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Rate;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.options.Whole;
import dev.attune.method.views.Forward;
import dev.attune.vision.Augmentation;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Bayesian class adaptation: class features and the classes' priors follow the stream (Zhou et al.
 * 2025, BCA).
 */
@AutoService(Method.class)
public final class Bca extends Forward<Bca.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped ViewOptions views,
      @Schema(title = "Likelihood count", description = "pictures that a class's text counts for")
          @Whole(min = 1)
          int likelihoodCount,
      @Schema(title = "Prior count", description = "pictures that a class's first prior counts for")
          @Whole(min = 1)
          int priorCount,
      @Schema(
              title = "Likelihood threshold (tau 1)",
              description = "probability above which a class's feature follows the picture")
          @Rate
          double tau1,
      @Schema(
              title = "Prior threshold (tau 2)",
              description = "probability above which a class's prior follows the answer")
          @Rate
          double tau2,
      @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "bca";
  }

  @Override
  public String description() {
    return "Lets the classes' features and priors follow the pictures.";
  }

  /** Those of two ports that agree; the authors' for each data set are not known. */
  @Override
  public Options defaults() {
    return new Options(
        new ViewOptions(64, 0.1, 0.08, Augmentation.AUGMIX),
        20_000,
        1,
        0.05,
        0.65,
        PromptSpec.USUAL);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.FORWARD.lasting(true);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    Posteriors posteriors = new Posteriors(classes, options);
    return new Remembering(classes, options.views().made(), posteriors, posteriors::answer);
  }
}
