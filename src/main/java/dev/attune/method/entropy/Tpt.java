package dev.attune.method.entropy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.auto.service.AutoService;
import dev.attune.method.Adapter;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.Tuning;
import dev.attune.method.gradient.EntropyObjective;
import dev.attune.method.gradient.Gradient;
import dev.attune.method.gradient.Gradient.Shown;
import dev.attune.method.options.ModelName;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.ViewOptions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** TPT's prompt tuning (Shu et al. 2022; ALGORITHMS 4, Classification). */
@AutoService(Method.class)
public final class Tpt implements Method<Tpt.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @Schema(
              title = "Context vectors",
              description = "name of the model that holds a prompt's first vectors")
          @ModelName("context")
          @Nullable String contextVectors) {}

  @Override
  public String id() {
    return "tpt";
  }

  @Override
  public String description() {
    return "Tunes the prompt's context vectors on the entropy of the selected views.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.CLASS_OF_IMAGE);
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(1, 5e-3, 5e-4), ViewOptions.PAPERS, null);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.PROMPT);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new Gradient(options.steps(), Gradient.EPS, null)
        .choosing(
            subject,
            new Tuning.Contexts(options.contextVectors()),
            Shown.of(options.views()),
            RewardSpec.NONE,
            (judges, judged) -> new EntropyObjective());
  }
}
