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
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RLCF's text-to-image retrieval (ALGORITHMS 4, Retrieval). */
@AutoService(Method.class)
public final class RlcfT2i implements Method<RlcfT2i.Options> {

  /** Its options. */
  public record Options(
      @JsonUnwrapped Steps steps,
      @JsonUnwrapped Rewarded rewarded,
      @Nullable MomentumSpec momentum) {}

  @Override
  public String id() {
    return "rlcf-t2i";
  }

  @Override
  public String description() {
    return "Tunes the text side to find the pictures of one text, on the judge's reward.";
  }

  @Override
  public Set<Question> answers() {
    return Set.of(Question.IMAGES_OF_TEXT);
  }

  @Override
  public Options defaults() {
    return new Options(new Steps(8, 1e-6, 5e-4), Rewarded.of(12), null);
  }

  @Override
  public Traits traits(Options options) {
    return Traits.gradient(Traits.Tunes.TEXT_SIDE).judged().lasting(options.momentum() != null);
  }

  @Override
  public RewardSpec reward(Options options) {
    return options.rewarded().reward();
  }

  @Override
  public Adapter open(Subject subject, Options options) {
    return new Gradient(options.steps(), Gradient.LARGER_EPS, options.momentum())
        .choosing(
            subject,
            new Tuning.TextSide(options.momentum() != null),
            Shown.PLAIN,
            reward(options),
            options.rewarded().objective());
  }
}
