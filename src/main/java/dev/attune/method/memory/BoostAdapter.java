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
import dev.attune.method.options.Scale;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.options.Whole;
import dev.attune.method.views.Forward;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * TDA in which the picture's own confident views join the cache while it is answered (Zhang et al.
 * 2024, BoostAdapter).
 */
@AutoService(Method.class)
public final class BoostAdapter extends Forward<BoostAdapter.Options> {

  /** What is compared with the cache. */
  public enum Mode {
    /** The mean of the most confident views, as for shifted sets. */
    @JsonProperty("ood")
    OOD,
    /** The plain view, as for sets of other classes. */
    @JsonProperty("cross-dataset")
    CROSS_DATASET
  }

  /** Its options. */
  public record Options(
      @JsonUnwrapped ViewOptions views,
      @Schema(
              title = "Scale of the logits",
              description = "100 as in the paper, or the model's own")
          Scale scale,
      @Schema(
              title = "Mode",
              description = "asks with the confident views' mean, or with the plain view")
          Mode mode,
      @Schema(
              title = "Boosting samples (delta)",
              description = "places of each class beside the cache's for the picture's own views")
          @Whole(min = 0)
          int delta,
      PositiveCache positive,
      @Nullable NegativeCache negative,
      @JsonUnwrapped PromptSpec texts)
      implements PromptSpec.Prompting {}

  @Override
  public String id() {
    return "boostadapter";
  }

  @Override
  public String description() {
    return "Compares each picture with ones that came before it and with its own confident views.";
  }

  @Override
  public Options defaults() {
    return new Options(
        ViewOptions.PAPERS,
        Scale.PAPER,
        Mode.OOD,
        3,
        PositiveCache.PAPERS,
        new NegativeCache(),
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
    double scale = options.scale().of(classes.scale());
    return new Remembering(
        classes, options.views().made(), memory, seen -> memory.boosted(seen, scale, options));
  }
}
