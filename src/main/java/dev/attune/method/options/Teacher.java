package dev.attune.method.options;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The judge whose distribution is distilled. */
public record Teacher(
    @Schema(title = "Judge", description = "name of the model that is distilled")
        @ModelName("encoder")
        @Named(flag = "judges", field = "judges")
        List<String> models)
    implements Checked {
  /** Named by a card or a request. */
  public static final Teacher UNNAMED = new Teacher(List.of());

  public Teacher {
    models = List.copyOf(models);
  }

  @Override
  public void check(Rules rules) {
    rules.require(
        !models.isEmpty(), "models", "must name a judge: the model's card has none to offer");
    rules.require(models.size() <= 1, "models", "must name one: a single judge is distilled");
  }

  /** The same as a reward. */
  public RewardSpec reward() {
    return new RewardSpec(
        models, RewardSpec.NONE.baseline(), RewardSpec.NONE.amplify(), RewardSpec.NONE.scope());
  }
}
