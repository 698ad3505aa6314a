package dev.attune.method.memory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Scale;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.views.Forward;
import dev.attune.vision.Augmentation;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Class texts and a cache of confident pictures, both tuned for each picture; the texts go on from
 * what sure pictures taught them (Zhang et al. 2024, DPE).
 */
@AutoService(Method.class)
public final class Dpe extends Forward<Dpe.Options> {

  /** What the tuned prototypes are compared with. */
  public enum Asked {
    /** The plain view. */
    @JsonProperty("plain")
    PLAIN,
    /** The mean of the views that are most confident then, as for ImageNet-A. */
    @JsonProperty("views")
    VIEWS
  }

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @Schema(title = "Learning rate of the cache", description = "the other one is the texts'")
          @Rate
          double cacheLearningRate,
      @JsonUnwrapped ViewOptions views,
      @Schema(
              title = "Scale of the logits",
              description = "100 as in the paper, or the model's own")
          Scale scale,
      PositiveCache positive,
      @Schema(
              title = "Alignment",
              description = "weight of the loss that brings texts and cached pictures together")
          @Rate
          double alignment,
      @Schema(
              title = "Sure below",
              description = "relative entropy of an answer from which the texts learn")
          @Rate
          double sureBelow,
      @Schema(title = "Answers by", description = "the plain view, or the confident views' mean")
          Asked asked,
      @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "dpe";
  }

  @Override
  public String description() {
    return "Tunes the class texts and the mean of confident pictures for each picture.";
  }

  /** The authors' for ImageNet. */
  @Override
  public Options defaults() {
    return new Options(
        new Steps(1, 6e-4, 0.1),
        6e-4,
        new ViewOptions(64, 0.1, 0.08, Augmentation.AUGMIX),
        Scale.PAPER,
        new PositiveCache(3, 6, 5),
        0.5,
        0.1,
        Asked.PLAIN,
        PromptSpec.USUAL);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.CLASS_TEXTS).lasting(true);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new DualPrototypes((Choosing) subject, options);
  }
}
