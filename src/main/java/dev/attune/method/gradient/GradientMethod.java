package dev.attune.method.gradient;

import dev.attune.method.Adapter;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.Subject;
import dev.attune.method.Traits;
import dev.attune.method.Tuning;
import dev.attune.method.gradient.Gradient.Shown;
import dev.attune.method.options.MomentumSpec;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.Steps;
import dev.attune.method.options.TowerOptions;
import dev.attune.method.options.ViewOptions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A method of gradient steps that picks among candidates: its options say all that the steps need.
 *
 * @param <O> its options
 */
public abstract class GradientMethod<O extends Record & GradientMethod.Options>
    implements Method<O> {
  private final Question question;
  private final Traits.Tunes tunes;
  private final double eps;

  /**
   * @param eps of the optimiser
   */
  protected GradientMethod(Question question, Traits.Tunes tunes, double eps) {
    this.question = question;
    this.tunes = tunes;
    this.eps = eps;
  }

  /** What the steps take of a method's options. */
  public interface Options {
    Steps steps();

    Loss loss();

    /** Null for the plain picture, or a text. */
    default @Nullable ViewOptions views() {
      return null;
    }

    /** The same, with what selects and what answers. */
    default Shown shown() {
      ViewOptions views = views();
      return views == null ? Shown.PLAIN : Shown.of(views);
    }

    /** Null where something else than the image tower is tuned. */
    default @Nullable TowerOptions tower() {
      return null;
    }

    /** Null where nothing is learned across the queries. */
    default @Nullable MomentumSpec momentum() {
      return null;
    }

    /** What is tuned. */
    default Tuning tuning() {
      return Tuning.Tower.of(Objects.requireNonNull(tower()));
    }
  }

  @Override
  public Set<Question> answers() {
    return Set.of(question);
  }

  @Override
  public Traits traits(O options) {
    Traits traits = Traits.gradient(tunes).lasting(options.momentum() != null);
    return options.loss().judged() ? traits.judged() : traits;
  }

  @Override
  public RewardSpec reward(O options) {
    return options.loss().judging();
  }

  @Override
  public Adapter open(Subject subject, O options) {
    return new Gradient(options.steps(), eps, options.momentum())
        .choosing(
            subject,
            options.tuning(),
            options.shown(),
            reward(options),
            options.loss().objective());
  }
}
