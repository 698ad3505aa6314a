package dev.attune.method.options;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The judge of a method that takes one: it is distilled, or votes. */
public record OneJudge(
    @Schema(title = "Judge", description = "name of the model that is distilled, or that votes")
        @ModelName("encoder")
        @Named(flag = "judges", field = "judges")
        List<String> models)
    implements Checked {
  /** Named by a card or a request. */
  public static final OneJudge UNNAMED = new OneJudge(List.of());

  public OneJudge {
    models = List.copyOf(models);
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
        models, RewardSpec.NONE.baseline(), RewardSpec.NONE.amplify(), RewardSpec.NONE.scope());
  }
}
