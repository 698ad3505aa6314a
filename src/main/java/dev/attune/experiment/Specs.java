package dev.attune.experiment;

import dev.attune.adapt.MethodSpec;
import dev.attune.adapt.MethodType;
import dev.attune.adapt.RewardSpec;
import dev.attune.task.TaskSpec;
import java.util.Locale;

/** From what callers see to what the machinery takes. */
final class Specs {
  private Specs() {}

  static TaskSpec taskSpec(ExperimentSpec spec) {
    return new TaskSpec(
        spec.dataset(), spec.limit(), spec.seed(), spec.model(), methodSpec(spec.method()));
  }

  private static MethodSpec methodSpec(ExperimentSpec.Method method) {
    MethodType type =
        MethodType.byId(method.type())
            .orElseThrow(() -> new IllegalStateException("no method " + method.type()));
    ExperimentSpec.Reward reward = method.reward();
    return new MethodSpec(
        type,
        method.steps(),
        method.learningRate(),
        method.weightDecay(),
        method.sampleK(),
        method.views(),
        method.selection(),
        method.cropScale(),
        new RewardSpec(
            reward.models(),
            reward.baseline(),
            reward.amplify(),
            RewardSpec.Scope.valueOf(reward.scope().toUpperCase(Locale.ROOT))));
  }
}
