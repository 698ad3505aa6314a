package dev.attune.method.rlcf;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.Tuning;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.Gradient.Shown;
import dev.attune.method.options.ModelName;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RLCF's prompt tuning (ALGORITHMS 4, Classification). */
@AutoService(Method.class)
public final class RlcfPrompt implements Method<RlcfPrompt.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped Rewarded rewarded,
      @Schema(
              title = "Context vectors",
              description = "name of the model that holds a prompt's first vectors")
          @ModelName("context")
          @Nullable String contextVectors) {}

  @Override
  public String id() {
    return "rlcf-prompt";
  }

  @Override
  public String description() {
    return "Tunes the prompt's context vectors on the judge's reward.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.CLASS_OF_IMAGE);
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(3, 7e-3, 5e-4), ViewOptions.PAPERS, Rewarded.of(3), null);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.PROMPT).judged();
  }

  @Override
  public RewardSpec reward(Options options) {
    return options.rewarded().reward();
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new Gradient(options.steps(), Gradient.EPS, null)
        .choosing(
            subject,
            new Tuning.Contexts(options.contextVectors()),
            Shown.of(options.views()),
            reward(options),
            options.rewarded().objective());
  }
}
