package dev.attune.playground;

import dev.attune.experiment.ExperimentRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a method that a request about one picture may give. */
record MethodValues(
    @Nullable String model,
    @Nullable String preset,
    @Nullable Integer steps,
    @Nullable Double learningRate,
    @Nullable Double weightDecay,
    @Nullable Integer sampleK,
    @Nullable Integer views,
    @Nullable Double selection,
    @Nullable Double cropScale,
    @Nullable List<String> judges) {

  /** What an experiment with these values would ask for. */
  ExperimentRequest request(String task, String usualPreset) {
    return new ExperimentRequest(
        null,
        preset == null ? usualPreset : preset,
        task,
        null,
        null,
        null,
        null,
        model,
        new ExperimentRequest.Method(
            null,
            steps,
            learningRate,
            weightDecay,
            sampleK,
            views,
            selection,
            cropScale,
            judges == null ? null : new ExperimentRequest.Reward(judges, null, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
  }
}
