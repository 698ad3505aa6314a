package dev.attune.experiment;

import dev.attune.experiment.ExperimentSpec.BatchNorm;
import dev.attune.experiment.ExperimentSpec.Method;
import dev.attune.experiment.ExperimentSpec.Momentum;
import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ContextVectorsKind;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.method.gradient.BatchNormSpec;
import dev.attune.method.gradient.Distillation;
import dev.attune.method.gradient.MethodType;
import dev.attune.method.gradient.RewardSpec;
import dev.attune.method.gradient.TunedParameters;
import dev.attune.vision.Augmentation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a method's numbers must fulfil. */
@Component
class MethodRules {
  private static final int MAX_STEPS = 1000;
  private static final int MAX_VIEWS = 1024;

  /** Beyond, a step's captions would take more memory than a machine may have. */
  private static final int MAX_BEAMS = 100;

  private static final String MODEL = "model";
  private static final String JUDGES = "method.reward.models";
  private static final String CONTEXT = "method.contextVectors";

  private final ModelCatalog models;

  MethodRules(ModelCatalog models) {
    this.models = models;
  }

  /**
   * Checks all values.
   *
   * @param candidates what K is drawn from
   */
  void check(Method method, MethodType type, Candidates candidates, Problems problems) {
    if (type == MethodType.ZERO_SHOT) {
      problems.addUnless(method.steps() == 0, "method.steps", "zero-shot takes no steps");
    }
    whole(method.steps(), 0, MAX_STEPS, "method.steps", problems);
    whole(method.views(), 1, MAX_VIEWS, "method.views", problems);
    rate(method.learningRate(), "method.learningRate", problems);
    rate(method.weightDecay(), "method.weightDecay", problems);
    share(method.cropScale(), "method.cropScale", problems);
    share(method.selection(), "method.selection", problems);
    problems.addUnless(method.sampleK() >= 1, "method.sampleK", "must be at least 1");
    problems.addUnless(
        method.sampleK() <= candidates.count(),
        "method.sampleK",
        "must be at most %d, the number of %s".formatted(candidates.count(), candidates.what()));
    if (type.retrieves()) {
      problems.addUnless(
          method.views() == 1, "method.views", type.id() + " looks at the plain picture only");
    }
    if (method.views() >= 1 && isShare(method.selection())) {
      problems.addUnless(
          (int) (method.views() * method.selection()) >= 1,
          "method.selection",
          "selects none of the %d views".formatted(method.views()));
    }
    Choices.check(Augmentation.class, method.augmentation(), "method.augmentation", problems);
    judges(method, type, problems);
    tower(method, type, problems);
    contextVectors(method, type, problems);
    captions(method, type, problems);
  }

  /** What only captions have, and what they have not. */
  private static void captions(Method method, MethodType type, Problems problems) {
    if (type != MethodType.RLCF_CAPTION) {
      problems.addUnless(!method.maskPadding(), "method.maskPadding", "is for captions");
      return;
    }
    problems.addUnless(
        method.sampleK() <= MAX_BEAMS, "method.sampleK", "must be at most " + MAX_BEAMS);
    problems.addUnless(method.views() == 1, "method.views", "captions are of the plain picture");
    problems.addUnless(
        method.minEntropyWeight() == 0, "method.minEntropyWeight", "is not for captions");
  }

  private void judges(Method method, MethodType type, Problems problems) {
    List<String> judges = method.reward().models();
    if (type.judged()) {
      problems.addUnless(
          !judges.isEmpty(), JUDGES, "must name a judge: the model's card has none to offer");
    } else {
      problems.addUnless(judges.isEmpty(), JUDGES, type.id() + " has no judge");
    }
    problems.addUnless(
        judges.stream().distinct().count() == judges.size(), JUDGES, "names a judge twice");
    judges.forEach(judge -> clip(judge, JUDGES, problems));
    Choices.check(RewardSpec.Scope.class, method.reward().scope(), "method.reward.scope", problems);
    Choices.check(
        RewardSpec.Weights.class, method.reward().weights(), "method.reward.weights", problems);
    Choices.check(Distillation.class, method.distillation(), "method.distillation", problems);
    rate(method.minEntropyWeight(), "method.minEntropyWeight", problems);
    if (!type.rewarded()) {
      problems.addUnless(
          method.minEntropyWeight() == 0, "method.minEntropyWeight", "is for rewarded methods");
    }
    if (type.distils()) {
      problems.addUnless(judges.size() <= 1, JUDGES, "must name one: a single judge is distilled");
    } else {
      problems.addUnless(
          method.distillation().equals(Choices.name(Distillation.KD)),
          "method.distillation",
          "is for distillation");
    }
  }

  /** What only a tuned image tower has. */
  private static void tower(Method method, MethodType type, Problems problems) {
    Choices.check(TunedParameters.class, method.parameters(), "method.parameters", problems);
    BatchNorm batchNorm = method.batchNorm();
    Choices.check(
        BatchNormSpec.Statistics.class,
        batchNorm.statistics(),
        "method.batchNorm.statistics",
        problems);
    rate(batchNorm.priorStrength(), "method.batchNorm.priorStrength", problems);
    Momentum momentum = method.momentum();
    if (momentum != null) {
      problems.addUnless(
          momentum.tau() >= 0 && momentum.tau() < 1,
          "method.momentum.tau",
          "must be at least 0 and below 1");
      problems.addUnless(
          momentum.updateFrequency() >= 1, "method.momentum.updateFrequency", "must be at least 1");
      share(momentum.weight(), "method.momentum.weight", problems);
    }
    if (type.tunes() != MethodType.Tunes.IMAGE_TOWER) {
      String message = type.id() + " tunes no image tower";
      problems.addUnless(
          method.parameters().equals(Choices.name(TunedParameters.ALL)),
          "method.parameters",
          message);
      problems.addUnless(
          batchNorm.equals(BatchNorm.RUNNING), "method.batchNorm.statistics", message);
    }
    if (type.tunes() == MethodType.Tunes.PROMPT || type.tunes() == MethodType.Tunes.NOTHING) {
      problems.addUnless(
          momentum == null, "method.momentum", type.id() + " tunes no tower to learn on");
    }
  }

  private void contextVectors(Method method, MethodType type, Problems problems) {
    String name = method.contextVectors();
    if (name == null) {
      return;
    }
    problems.addUnless(
        type.tunes() == MethodType.Tunes.PROMPT, CONTEXT, type.id() + " tunes no prompt");
    ModelInfo info = models.find(name).orElse(null);
    if (info == null) {
      problems.add(CONTEXT, "%s is not installed: import the checkpoint first".formatted(name));
    } else if (info.problem() != null) {
      problems.add(CONTEXT, "%s cannot be used: %s".formatted(name, info.problem()));
    } else {
      problems.addUnless(
          info.kind() instanceof ContextVectorsKind, CONTEXT, name + " holds no context vectors");
    }
  }

  /** The model that adapts must be of the method's kind, and all that it needs must be here. */
  void model(String name, MethodType type, Problems problems) {
    if (type.tunes() != MethodType.Tunes.MAPPING_NETWORK) {
      clip(name, MODEL, problems);
      return;
    }
    ModelInfo info = sound(name, MODEL, problems);
    if (info == null) {
      return;
    }
    CaptionerParts parts = info.captioner();
    if (parts == null) {
      problems.add(MODEL, name + " is not a captioner");
      return;
    }
    Stream.of(parts.clip(), parts.languageModel(), parts.scorer())
        .distinct()
        .filter(part -> models.find(part).filter(m -> m.problem() == null).isEmpty())
        .forEach(
            part ->
                problems.add(
                    MODEL,
                    "%s needs %s, which is not installed or cannot be used".formatted(name, part)));
  }

  /** A model must be known, sound, and a CLIP. */
  void clip(String name, String field, Problems problems) {
    ModelInfo info = sound(name, field, problems);
    if (info != null) {
      problems.addUnless(info.kind().isEncoder(), field, name + " is not a CLIP model");
    }
  }

  /** A model must be known and sound; null when it is not. */
  @Nullable ModelInfo sound(String name, String field, Problems problems) {
    ModelInfo info = models.find(name).orElse(null);
    if (info == null) {
      problems.add(field, "unknown model " + name);
      return null;
    }
    if (info.problem() != null) {
      problems.add(field, "%s cannot be used: %s".formatted(name, info.problem()));
      return null;
    }
    return info;
  }

  static void whole(int value, int least, int most, String field, Problems problems) {
    problems.addUnless(
        value >= least && value <= most, field, "must be %d to %d".formatted(least, most));
  }

  static void rate(double value, String field, Problems problems) {
    problems.addUnless(
        Double.isFinite(value) && value >= 0, field, "must be a finite number, at least 0");
  }

  private static void share(double value, String field, Problems problems) {
    problems.addUnless(isShare(value), field, "must be above 0 and at most 1");
  }

  private static boolean isShare(double value) {
    return value > 0 && value <= 1; // false for NaN
  }
}
