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
import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.TunedParameters;
import dev.attune.method.options.ViewOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** TPT's loss on the image tower (ALGORITHMS 4, Classification). */
@AutoService(Method.class)
public final class TptTune implements Method<TptTune.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped TowerOptions tower,
      @Nullable MomentumSpec momentum) {}

  @Override
  public String id() {
    return "tpt-tune";
  }

  @Override
  public String description() {
    return "Tunes the image tower on the entropy of the selected views.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.CLASS_OF_IMAGE);
  }

  @Override
  public Options defaults() {
    return new Options(
        new Steps(3, 1e-5, 5e-4),
        ViewOptions.PAPERS,
        new TowerOptions(TunedParameters.ALL, BatchNormSpec.BATCH),
        null);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.IMAGE_TOWER).lasting(options.momentum() != null);
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new Gradient(options.steps(), Gradient.EPS, options.momentum())
        .choosing(
            subject,
            Tuning.Tower.of(options.tower()),
            Shown.of(options.views()),
            RewardSpec.NONE,
            (judges, judged) -> new EntropyObjective());
  }
}
