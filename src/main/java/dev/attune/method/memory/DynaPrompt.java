package dev.attune.method.memory;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Choosing;
import dev.attune.method.Method;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.Tuning;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import dev.attune.method.options.Whole;
import dev.attune.method.views.Forward;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A pool of prompts, of which each picture tunes those that suit it; what they learned stays (Xiao
 * et al. 2025, DynaPrompt).
 */
@AutoService(Method.class)
public final class DynaPrompt extends Forward<DynaPrompt.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped Tuning.Contexts contexts,
      @Schema(title = "Pool", description = "how many prompts there are to choose from")
          @Whole(min = 1, max = 100)
          int poolSize) {}

  @Override
  public String id() {
    return "dynaprompt";
  }

  @Override
  public String description() {
    return "Tunes those of several prompts that suit a picture, and keeps what they learned.";
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(1, 5e-3, 0.01), ViewOptions.PAPERS, Tuning.Contexts.WORDS, 12);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.PROMPT).lasting(true);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new PromptPool((Choosing) subject, options);
  }
}
