package dev.attune.experiment;

import dev.attune.hub.CaptionerParts;
import dev.attune.method.gradient.BatchNormSpec;
import dev.attune.method.gradient.Distillation;
import dev.attune.method.gradient.MethodSpec;
import dev.attune.method.gradient.MethodType;
import dev.attune.method.gradient.MomentumSpec;
import dev.attune.method.gradient.RewardSpec;
import dev.attune.method.gradient.TunedParameters;
import dev.attune.model.caption.MappingType;
import dev.attune.task.CaptionerTraining;
import dev.attune.task.TaskSpec;
import dev.attune.train.CaptionRecipe;
import dev.attune.train.EmbeddingNoise;
import dev.attune.vision.Augmentation;
import org.jspecify.annotations.Nullable;

/** From what callers see to what the machinery takes. */
final class Specs {
  private Specs() {}

  static TaskSpec taskSpec(ExperimentSpec spec) {
    return new TaskSpec(
        spec.dataset(),
        spec.limit(),
        spec.seed(),
        spec.model(),
        spec.method() == null ? null : methodSpec(spec.method()),
        spec.training() == null ? null : training(spec, spec.training()));
  }

  private static TaskSpec.Training training(ExperimentSpec spec, ExperimentSpec.Training training) {
    return new TaskSpec.Training(
        training.captioner(),
        new CaptionerTraining.Plan(
            Choices.of(TrainingType.class, training.type()).source(),
            new CaptionerParts(spec.model(), training.languageModel(), training.scorer()),
            Choices.of(MappingType.class, training.mapping()),
            training.prefixLength(),
            Integer.MAX_VALUE,
            new CaptionRecipe(
                training.epochs(),
                training.batch(),
                training.learningRate(),
                training.warmUp(),
                training.weightDecay(),
                new EmbeddingNoise(training.noise(), false),
                spec.seed())));
  }

  static MethodSpec methodSpec(ExperimentSpec.Method method) {
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
            Choices.of(RewardSpec.Scope.class, reward.scope()),
            Choices.of(RewardSpec.Weights.class, reward.weights())),
        Choices.of(Augmentation.class, method.augmentation()),
        Choices.of(TunedParameters.class, method.parameters()),
        Choices.of(Distillation.class, method.distillation()),
        method.minEntropyWeight(),
        new BatchNormSpec(
            Choices.of(BatchNormSpec.Statistics.class, method.batchNorm().statistics()),
            method.batchNorm().priorStrength()),
        momentum(method.momentum()),
        method.contextVectors(),
        method.maskPadding());
  }

  private static @Nullable MomentumSpec momentum(ExperimentSpec.@Nullable Momentum momentum) {
    return momentum == null
        ? null
        : new MomentumSpec(momentum.tau(), momentum.updateFrequency(), momentum.weight());
  }
}
