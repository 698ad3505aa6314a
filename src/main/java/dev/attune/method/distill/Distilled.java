package dev.attune.method.distill;

import dev.attune.method.gradient.DistillationObjective;
import dev.attune.method.gradient.Gradient.ObjectiveOf;
import dev.attune.method.gradient.Loss;
import dev.attune.method.options.Distillation;
import dev.attune.method.options.OneJudge;
import dev.attune.method.options.RewardSpec;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What is distilled, and how.
 *
 * @param reward who is distilled; in JSON it stands where rewarded methods name their judges
 */
public record Distilled(
    OneJudge reward,
    @Schema(title = "Distillation", description = "the loss") Distillation distillation)
    implements Loss {
  static final Distilled USUAL = new Distilled(OneJudge.UNNAMED, Distillation.KD);

  @Override
  public RewardSpec judging() {
    return reward.reward();
  }

  @Override
  public ObjectiveOf objective() {
    return (judges, judged) ->
        new DistillationObjective(distillation, judges.get(0).logits(judged.get(0)));
  }
}
