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
import dev.attune.method.options.Scale;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.views.Forward;
import dev.attune.vision.Augmentation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Caches of confident samples, which speak for their class, and of unsure ones, which speak against
 * others (Karmanov et al. 2024, TDA).
 */
@AutoService(Method.class)
public final class Tda extends Forward<Tda.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped ViewOptions views,
      @Schema(
              title = "Scale of the logits",
              description = "100 as in the paper, or the model's own")
          Scale scale,
      PositiveCache positive,
      @Nullable NegativeCache negative,
      @Schema(
              title = "Start",
              description = "name of the memory of an earlier run, with which this one begins")
          @ModelName("memory")
          @Nullable String start,
      @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "tda";
  }

  @Override
  public String description() {
    return "Compares each picture with confident and with unsure ones that came before it.";
  }

  @Override
  public Options defaults() {
    return new Options(
        new ViewOptions(64, 0.1, 0.08, Augmentation.AUGMIX),
        Scale.PAPER,
        PositiveCache.PAPERS,
        new NegativeCache(),
        null,
        PromptSpec.USUAL);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.FORWARD.lasting(true);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    Choosing classes = (Choosing) subject;
    CacheMemory memory = new CacheMemory(classes, id(), options.positive(), options.negative());
    memory.beginWith(options.start(), classes);
    double scale = options.scale().of(classes.scale());
    return new Remembering(
        classes,
        options.views().made(),
        memory,
        seen -> memory.tda(seen, scale, options.views().selection()));
  }
}
