package dev.attune.experiment;

import dev.attune.experiment.ExperimentSpec.Method;
import dev.attune.experiment.ExperimentSpec.Reward;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays given values over defaults. */
final class MethodOverlay {
  private MethodOverlay() {}

  /**
   * A model card's values over a preset's.
   *
   * @throws IllegalArgumentException when the card's values have the wrong types
   */
  static Method card(Method base, Map<String, Object> card) {
    return request(base, Json.convert(card, ExperimentRequest.Method.class));
  }

  /** A request's values over those beneath; the type stays. */
  static Method request(Method base, ExperimentRequest.@Nullable Method over) {
    if (over == null) {
      return base;
    }
    return new Method(
        base.type(),
        or(over.steps(), base.steps()),
        or(over.learningRate(), base.learningRate()),
        or(over.weightDecay(), base.weightDecay()),
        or(over.sampleK(), base.sampleK()),
        or(over.views(), base.views()),
        or(over.selection(), base.selection()),
        or(over.cropScale(), base.cropScale()),
        reward(base.reward(), over.reward()));
  }

  private static Reward reward(Reward base, ExperimentRequest.@Nullable Reward over) {
    if (over == null) {
      return base;
    }
    return new Reward(
        or(over.models(), base.models()),
        or(over.baseline(), base.baseline()),
        or(over.amplify(), base.amplify()),
        or(over.scope(), base.scope()));
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
