package dev.attune.method.norm;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.Tuned;
import dev.attune.method.Tuning;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Steps;
import dev.attune.method.views.Forward;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * As Tent, on the pictures that the model is sure of, towards flat minima, and with a fresh start
 * after a collapse (Niu et al. 2023, SAR, arXiv 2302.12400).
 */
@AutoService(Method.class)
public final class Sar extends Forward<Sar.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Optimising optimising,
      @JsonUnwrapped Batched batched,
      @Schema(
              title = "Entropy margin",
              description = "share of the largest entropy, from which on a picture is left out")
          @Rate
          double margin,
      @Schema(title = "Radius (rho)", description = "how far it looks for the largest loss") @Rate
          double radius,
      @Schema(
              title = "Fresh start below",
              description = "average loss at which all that was learned is forgotten")
          @Rate
          double resetBelow,
      @Schema(
              title = "Blocks left out",
              description = "share of the tower's blocks, from the last, at least 0 and below 1")
          @Rate(below = 1)
          double leftOut,
      @JsonUnwrapped PromptSpec texts)
      implements OnlineNorms.Options, PromptSpec.Prompting {}

  @Override
  public String id() {
    return "sar";
  }

  @Override
  public String description() {
    return "Tunes the image tower's normalisations on sure pictures of batches, towards flat minima.";
  }

  @Override
  public Options defaults() {
    Optimising sgd = new Optimising(Optimising.Kind.SGD, 0.9, false);
    return new Options(
        new Steps(1, 1e-3, 0), sgd, new Batched(64), 0.4, 0.05, 0.2, 0.25, PromptSpec.USUAL);
  }

  @Override
  public Traits traits(Options options) {
    return OnlineNorms.traits(options);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    Tuned tuned = classes.tune(new Tuning.Norms(options.leftOut()));
    double below = options.margin() * Math.log(classes.candidates().getShape().get(0));
    return new OnlineNorms(classes, id(), options, tuned, new SharpnessRule(tuned, below, options));
  }
}
