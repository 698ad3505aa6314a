package dev.attune.method.options;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How sampled candidates are judged (ALGORITHMS 3).
 *
 * @param models names of the judges
 * @param scope several judges always take mean and deviation over all views (so do the papers'
 *     programs, see the fixtures {@code multi_*})
 * @param prompts null for what the model reads
 */
public record RewardSpec(
    @Schema(title = "Judges", description = "names of the models that reward the candidates")
        @ModelName("encoder")
        @Named(flag = "judges", field = "judges")
        List<String> models,
    @Schema(title = "Subtract the mean", description = "whether the mean reward is subtracted")
        @Named(flag = "baseline")
        boolean baseline,
    @Schema(
            title = "Divide by the deviation",
            description = "whether the reward is divided by its standard deviation")
        @Named(flag = "amplify")
        boolean amplify,
    @Schema(
            title = "Mean and deviation over",
            description = "the candidates of one view, or of all views together")
        @Named(flag = "scope")
        Scope scope,
    @Schema(
            title = "Several judges count by",
            description = "the papers' confidence in their architectures, or all alike")
        @Named(flag = "judge-weights")
        Weights weights,
    @Schema(
            title = "Judges' prompts",
            description = "where the judges read other texts for the classes than the model")
        @Named(flag = "judge-prompts", field = "judgePrompts")
        @PromptTexts(absent = "those of the model", ofClasses = true)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<String> prompts)
    implements Checked {

  /** Over the K candidates of one view, or over all views together. */
  public enum Scope {
    @JsonProperty("view")
    VIEW,
    @JsonProperty("batch")
    BATCH
  }

  /** By the papers' confidences in the judges' architectures, or all alike. */
  public enum Weights {
    @JsonProperty("confidence")
    CONFIDENCE,
    @JsonProperty("mean")
    MEAN
  }

  public static final RewardSpec NONE = new RewardSpec(List.of(), true, false, Scope.VIEW);

  public RewardSpec {
    models = List.copyOf(models);
    prompts = prompts == null ? null : List.copyOf(prompts);
  }

  /** As above, with judges that count alike. */
  public RewardSpec(List<String> models, boolean baseline, boolean amplify, Scope scope) {
    this(models, baseline, amplify, scope, Weights.MEAN, null);
  }

  @Override
  public void check(Rules rules) {
    rules.require(
        !models.isEmpty(), "models", "must name a judge: the model's card has none to offer");
    rules.require(
        models.stream().distinct().count() == models.size(), "models", "names a judge twice");
  }

  /** The same with mean and deviation over all views. */
  public RewardSpec overBatch() {
    return new RewardSpec(models, baseline, amplify, Scope.BATCH, weights, prompts);
  }
}
