package dev.attune.spec;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller asks for. Only {@code dataset} and one of {@code preset} and {@code method.type}
 * are needed, and for a training {@code training.captioner}; the preset, and the model card's own
 * values, fill what is not given.
 *
 * @param task defaults to the data set's
 * @param split only {@code test} in sets that have one split
 * @param limit how many samples; defaults to all
 * @param seed defaults to 0
 * @param model name of the policy, or of the CLIP that a captioner is trained for; defaults to the
 *     preset's
 * @param method values that win over the preset's and the model card's; {@code type} is a method's
 *     name, the others are that method's options
 * @param training what a training needs, in the place of a method
 * @param sample which of the set's samples a limit takes: {@code balanced} over the classes, the
 *     default, or the {@code first}; a training takes the first
 * @param order in which they come: {@code set}, or {@code shuffled}, which is the default where a
 *     method learns from sample to sample without momentum, and where orderSeed or orders is given
 * @param orderSeed of the shuffled order, or of the first of several; defaults to 0
 * @param orders in how many orders the samples are run, each by the next seed; defaults to 1
 * @param settings {@code global}, the default, or {@code per-set}: what the preset says of this set
 */
public record ExperimentRequest(
    @Schema(
            minLength = 1,
            maxLength = 120,
            pattern =
                "^[^\\x00-\\x1f\\x7f-\\x9f]*[^\\s\\x00-\\x1f\\x7f-\\x9f][^\\x00-\\x1f\\x7f-\\x9f]*$")
        @Nullable String name,
    @Schema(example = "zero-shot") @Nullable String preset,
    @Nullable String task,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "icons")
        @Nullable String dataset,
    @Schema(allowableValues = "test") @Nullable String split,
    @Schema(minimum = "1", example = "2") @Nullable Integer limit,
    @Nullable Long seed,
    @Nullable String model,
    @Nullable ObjectNode method,
    @Nullable ObjectNode training,
    @Schema(allowableValues = {"balanced", "first"}) @Nullable String sample,
    @Schema(allowableValues = {"set", "shuffled"}) @Nullable String order,
    @Nullable Long orderSeed,
    @Schema(minimum = "1", maximum = "100", example = "1") @Nullable Integer orders,
    @Schema(allowableValues = {"global", "per-set"}) @Nullable String settings) {

  /** With the usual samples in the usual order. */
  public ExperimentRequest(
      @Nullable String name,
      @Nullable String preset,
      @Nullable String task,
      @Nullable String dataset,
      @Nullable String split,
      @Nullable Integer limit,
      @Nullable Long seed,
      @Nullable String model,
      @Nullable ObjectNode method,
      @Nullable ObjectNode training) {
    this(
        name, preset, task, dataset, split, limit, seed, model, method, training, null, null, null,
        null, null);
  }

  /** Of an adaptation. */
  public ExperimentRequest(
      @Nullable String name,
      @Nullable String preset,
      @Nullable String task,
      @Nullable String dataset,
      @Nullable String split,
      @Nullable Integer limit,
      @Nullable Long seed,
      @Nullable String model,
      @Nullable ObjectNode method) {
    this(name, preset, task, dataset, split, limit, seed, model, method, null);
  }

  /** A request of a preset on a data set, all else left to the defaults. */
  public static ExperimentRequest ofPreset(String preset, String dataset, @Nullable Integer limit) {
    return new ExperimentRequest(null, preset, null, dataset, null, limit, null, null, null);
  }
}
