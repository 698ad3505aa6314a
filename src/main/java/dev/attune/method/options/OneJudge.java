package dev.attune.method.options;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The judge of a method that takes one: it is distilled, or votes.
 *
 * @param prompts null for what the model reads
 */
public record OneJudge(
    @Schema(title = "Judge", description = "name of the model that is distilled, or that votes")
        @ModelName("encoder")
        @Named(flag = "judges", field = "judges")
        List<String> models,
    @Schema(
            title = "Judge's prompts",
            description = "where the judge reads other texts for the classes than the model")
        @Named(flag = "judge-prompts", field = "judgePrompts")
        @PromptTexts(absent = "those of the model", ofClasses = true)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<String> prompts)
    implements Checked {
  /** Named by a card or a request. */
  public static final OneJudge UNNAMED = new OneJudge(List.of());

  /** One that reads what the model reads. */
  public OneJudge(List<String> models) {
    this(models, null);
  }

  public OneJudge {
    models = List.copyOf(models);
    prompts = prompts == null ? null : List.copyOf(prompts);
  }

  @Override
  public void check(Rules rules) {
    rules.require(
        !models.isEmpty(), "models", "must name a judge: the model's card has none to offer");
    rules.require(models.size() <= 1, "models", "must name one judge, not several");
  }

  /** The same as a reward. */
  public RewardSpec reward() {
    return new RewardSpec(
        models,
        RewardSpec.NONE.baseline(),
        RewardSpec.NONE.amplify(),
        RewardSpec.NONE.scope(),
        RewardSpec.NONE.weights(),
        prompts);
  }
}
