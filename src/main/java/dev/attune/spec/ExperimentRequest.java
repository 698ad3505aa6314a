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
 * @param limit how many samples from the set's start; defaults to all
 * @param seed defaults to 0
 * @param model name of the policy, or of the CLIP that a captioner is trained for; defaults to the
 *     preset's
 * @param method values that win over the preset's and the model card's; {@code type} is a method's
 *     name, the others are that method's options
 * @param training what a training needs, in the place of a method
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
    @Nullable ObjectNode training) {

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
