package dev.attune.method.distill;

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
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Distillation for image-to-text retrieval (ALGORITHMS 4, Retrieval). */
@AutoService(Method.class)
public final class KdI2t implements Method<KdI2t.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Distilled distilled,
      @JsonUnwrapped TowerOptions tower,
      @Nullable MomentumSpec momentum) {}

  @Override
  public String id() {
    return "kd-i2t";
  }

  @Override
  public String description() {
    return "Tunes the image tower to rank the texts of one picture as the judge does.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.TEXTS_OF_IMAGE);
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(8, 1e-6, 5e-4), Distilled.USUAL, TowerOptions.WHOLE, null);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.IMAGE_TOWER).judged().lasting(options.momentum() != null);
  }

  @Override
  public RewardSpec reward(Options options) {
    return options.distilled().reward().reward();
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new Gradient(options.steps(), Gradient.LARGER_EPS, options.momentum())
        .choosing(
            subject,
            Tuning.Tower.of(options.tower()),
            Shown.PLAIN,
            reward(options),
            options.distilled().objective());
  }
}
