package dev.attune.task;

import dev.attune.method.gradient.MethodSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a run's numbers.
 *
 * @param limit how many samples from the set's start are run, at most the set's size
 * @param seed of all randomness; a sample's generator is seeded by it and the sample's index
 * @param model what is adapted, or the CLIP that a captioner is trained for
 * @param adaptation how it is adapted, null for a training
 * @param training what is trained, null for an adaptation
 */
public record TaskSpec(
    String dataset,
    int limit,
    long seed,
    String model,
    @Nullable MethodSpec adaptation,
    @Nullable Training training) {

  /** Of an adaptation. */
  public TaskSpec(String dataset, int limit, long seed, String model, MethodSpec method) {
    this(dataset, limit, seed, model, method, null);
  }

  /**
   * A captioner to be trained.
   *
   * @param captioner name of the model that it becomes
   */
  public record Training(String captioner, CaptionerTraining.Plan plan) {}

  /** How the model is adapted. */
  public MethodSpec method() {
    return Objects.requireNonNull(adaptation);
  }

  /** Whether the samples must be run in order, see {@link Chain}. */
  public boolean chained() {
    return training != null || method().momentum() != null;
  }
}
