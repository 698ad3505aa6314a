package dev.attune.method.memory;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.options.ModelName;
import dev.attune.method.options.PromptSpec;
import dev.attune.method.options.Rate;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.options.Whole;
import dev.attune.method.views.Forward;
import dev.attune.vision.Augmentation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A memory of each class's pictures, out of which each picture reads class features of its own
 * (Zhang et al. 2024, DMN without training).
 */
@AutoService(Method.class)
public final class Dmn extends Forward<Dmn.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped ViewOptions views,
      @Schema(title = "Memory", description = "pictures of each class") @Whole(min = 1)
          int memorySize,
      @Schema(
              title = "Sharpness (beta)",
              description = "how fast a remembered picture's say falls with its distance")
          @Rate
          double beta,
      @Schema(title = "Memory's weight (alpha)", description = "beside the texts' probabilities")
          @Rate
          double alpha,
      @Schema(
              title = "Start",
              description = "name of the memory of an earlier run, with which this one begins")
          @ModelName("memory")
          @Nullable String start,
      @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "dmn";
  }

  @Override
  public String description() {
    return "Reads class features out of a memory of earlier pictures.";
  }

  /**
   * The authors', but for alpha, which their program picks by the test labels; 1 is the benchmark
   * tta-vlm's.
   */
  @Override
  public Options defaults() {
    return new Options(
        new ViewOptions(32, 0.1, 0.08, Augmentation.CROP), 50, 5.5, 1, null, PromptSpec.USUAL);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.FORWARD.lasting(true);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    ClassMemory memory = new ClassMemory(classes, options);
    memory.beginWith(options.start(), classes);
    return new Remembering(classes, options.views().made(), memory, memory::answer);
  }
}
