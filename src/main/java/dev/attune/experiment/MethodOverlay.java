package dev.attune.experiment;

import dev.attune.experiment.ExperimentSpec.BatchNorm;
import dev.attune.experiment.ExperimentSpec.Method;
import dev.attune.experiment.ExperimentSpec.Momentum;
import dev.attune.experiment.ExperimentSpec.Reward;
import dev.attune.method.gradient.BatchNormSpec;
import dev.attune.vision.Augmentation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays given values over defaults. */
final class MethodOverlay {
  /** What is meant by a prior strength that comes without a choice of statistics. */
  private static final String MIX = Choices.name(BatchNormSpec.Statistics.MIX);

  private static final String HARD = Choices.name(Augmentation.HARD);
  private static final double HARD_CROP = 0.2;

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
        or(over.cropScale(), cropScale(base, over.augmentation())),
        reward(base.reward(), over.reward()),
        or(over.augmentation(), base.augmentation()),
        or(over.parameters(), base.parameters()),
        or(over.distillation(), base.distillation()),
        or(over.minEntropyWeight(), base.minEntropyWeight()),
        batchNorm(base.batchNorm(), over.batchNorm()),
        momentum(base.momentum(), over.momentum()),
        over.contextVectors() == null ? base.contextVectors() : over.contextVectors(),
        or(over.maskPadding(), base.maskPadding()));
  }

  /** Hard augmentation comes with crops that keep at least a fifth (ALGORITHMS 2). */
  private static double cropScale(Method base, @Nullable String augmentation) {
    return HARD.equals(augmentation) ? Math.max(base.cropScale(), HARD_CROP) : base.cropScale();
  }

  private static Reward reward(Reward base, ExperimentRequest.@Nullable Reward over) {
    if (over == null) {
      return base;
    }
    return new Reward(
        or(over.models(), base.models()),
        or(over.baseline(), base.baseline()),
        or(over.amplify(), base.amplify()),
        or(over.scope(), base.scope()),
        or(over.weights(), base.weights()));
  }

  private static BatchNorm batchNorm(BatchNorm base, ExperimentRequest.@Nullable BatchNorm over) {
    if (over == null) {
      return base;
    }
    String statistics = over.priorStrength() == null ? base.statistics() : MIX;
    return new BatchNorm(
        or(over.statistics(), statistics), or(over.priorStrength(), base.priorStrength()));
  }

  private static @Nullable Momentum momentum(
      @Nullable Momentum base, ExperimentRequest.@Nullable Momentum over) {
    if (over == null) {
      return base;
    }
    Momentum under = base == null ? Momentum.USUAL : base;
    return new Momentum(
        or(over.tau(), under.tau()),
        or(over.updateFrequency(), under.updateFrequency()),
        or(over.weight(), under.weight()));
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
