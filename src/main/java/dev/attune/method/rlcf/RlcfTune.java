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
import dev.attune.method.options.BatchNormSpec;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.TunedParameters;
import dev.attune.method.options.ViewOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RLCF's tuning of the image tower for classification (ALGORITHMS 4, Classification). */
@AutoService(Method.class)
public final class RlcfTune implements Method<RlcfTune.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped ViewOptions views,
      @JsonUnwrapped Rewarded rewarded,
      @JsonUnwrapped TowerOptions tower,
      @Nullable MomentumSpec momentum) {}

  @Override
  public String id() {
    return "rlcf-tune";
  }

  @Override
  public String description() {
    return "Tunes the image tower on the judge's reward.";
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
        Rewarded.of(3),
        new TowerOptions(TunedParameters.ALL, BatchNormSpec.BATCH),
        null);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.IMAGE_TOWER).judged().lasting(options.momentum() != null);
  }

  @Override
  public RewardSpec reward(Options options) {
    return options.rewarded().reward();
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new Gradient(options.steps(), Gradient.EPS, options.momentum())
        .choosing(
            subject,
            Tuning.Tower.of(options.tower()),
            Shown.of(options.views()),
            reward(options),
            options.rewarded().objective());
  }
}
