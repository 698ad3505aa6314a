package dev.attune.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request with everything decided. Its JSON is itself a valid request for the same run.
 *
 * @param preset the preset whose numbers these are, or null when the caller changed any
 */
public record ExperimentSpec(
    @Nullable String preset,
    String task,
    String dataset,
    String split,
    int limit,
    long seed,
    String model,
    Method method) {

  /** See {@link dev.attune.adapt.MethodSpec}; {@code type} is the method's name in the API. */
  public record Method(
      String type,
      int steps,
      double learningRate,
      double weightDecay,
      int sampleK,
      int views,
      double selection,
      double cropScale,
      Reward reward) {}

  /** See {@link dev.attune.adapt.RewardSpec}; {@code scope} is {@code view} or {@code batch}. */
  public record Reward(List<String> models, boolean baseline, boolean amplify, String scope) {
    public Reward {
      models = List.copyOf(models);
    }
  }
}
