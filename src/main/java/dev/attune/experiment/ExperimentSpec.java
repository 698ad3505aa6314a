package dev.attune.experiment;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request with everything decided. Its JSON is itself a valid request for the same run.
 *
 * @param preset the preset whose numbers these are, or null when the caller changed any
 * @param model what is adapted, or the CLIP that a captioner is trained for
 * @param method how it is adapted; null for a training
 * @param training what is trained; null for an adaptation
 */
public record ExperimentSpec(
    @Nullable String preset,
    String task,
    String dataset,
    String split,
    int limit,
    long seed,
    String model,
    @Nullable Method method,
    @Nullable Training training) {

  /** The name of the method, or of what is trained. */
  public String type() {
    return training == null ? Objects.requireNonNull(method).type() : training.type();
  }

  /** Whether its samples must be run in order. */
  boolean chained() {
    return training != null || (method != null && method.momentum() != null);
  }

  /**
   * A captioner's training; see {@link dev.attune.task.CaptionerTraining.Plan}.
   *
   * @param captioner name of the model that it becomes
   * @param scorer name of the CLIP that is to measure its captions
   */
  public record Training(
      String type,
      String captioner,
      String languageModel,
      String scorer,
      String mapping,
      int prefixLength,
      int epochs,
      int batch,
      double learningRate,
      int warmUp,
      double weightDecay,
      double noise) {}

  /**
   * See {@link dev.attune.method.gradient.MethodSpec}; choices go by their names in the API. What a
   * spec that an earlier version stored does not say is what that version did.
   */
  public record Method(
      String type,
      int steps,
      double learningRate,
      double weightDecay,
      int sampleK,
      int views,
      double selection,
      double cropScale,
      Reward reward,
      String augmentation,
      String parameters,
      String distillation,
      double minEntropyWeight,
      BatchNorm batchNorm,
      @Nullable Momentum momentum,
      @Nullable String contextVectors,
      boolean maskPadding) {

    public Method {
      augmentation = Objects.requireNonNullElse(augmentation, "crop");
      parameters = Objects.requireNonNullElse(parameters, "all");
      distillation = Objects.requireNonNullElse(distillation, "kd");
      batchNorm = Objects.requireNonNullElse(batchNorm, BatchNorm.RUNNING);
    }

    /** The same with K lowered to the number of candidates. */
    Method within(Candidates candidates) {
      return new Method(
          type,
          steps,
          learningRate,
          weightDecay,
          Math.min(sampleK, Math.max(1, candidates.count())),
          views,
          selection,
          cropScale,
          reward,
          augmentation,
          parameters,
          distillation,
          minEntropyWeight,
          batchNorm,
          momentum,
          contextVectors,
          maskPadding);
    }
  }

  /**
   * See {@link dev.attune.method.gradient.RewardSpec}; {@code scope} is {@code view} or {@code
   * batch}.
   */
  public record Reward(
      List<String> models, boolean baseline, boolean amplify, String scope, String weights) {
    public Reward {
      models = List.copyOf(models);
      weights = Objects.requireNonNullElse(weights, "mean");
    }
  }

  /** See {@link dev.attune.method.gradient.BatchNormSpec}. */
  public record BatchNorm(String statistics, double priorStrength) {
    static final BatchNorm RUNNING = new BatchNorm("running", 0);
    static final BatchNorm BATCH = new BatchNorm("batch", 0);
  }

  /** See {@link dev.attune.method.gradient.MomentumSpec}. */
  public record Momentum(double tau, int updateFrequency, double weight) {
    /** The papers' numbers. */
    static final Momentum USUAL = new Momentum(0.9998, 64, 1);
  }
}
