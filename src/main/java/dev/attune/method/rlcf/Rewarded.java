package dev.attune.method.rlcf;

import ai.djl.ndarray.NDArray;
import dev.attune.method.Judge;
import dev.attune.method.gradient.Gradient.ObjectiveOf;
import dev.attune.method.gradient.Loss;
import dev.attune.method.gradient.PolicyGradient;
import dev.attune.method.options.Prominent;
import dev.attune.method.options.Rate;
import dev.attune.method.options.RewardSpec;
import dev.attune.method.options.UpToCandidates;
import dev.attune.method.options.Whole;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;

/**
 * How candidates are sampled and rewarded.
 *
 * @param reward who judges them
 */
public record Rewarded(
    @Schema(title = "Candidates (K)", description = "candidates sampled from each view")
        @Whole(min = 1)
        @UpToCandidates
        @Prominent
        int sampleK,
    RewardSpec reward,
    @Schema(
            title = "Entropy weight",
            description = "of the averaged softmax's entropy in the loss, beside the reward")
        @Rate
        double minEntropyWeight)
    implements Loss {

  /** K candidates, and the papers' reward by a judge that a card or a request names. */
  static Rewarded of(int sampleK) {
    return new Rewarded(sampleK, RewardSpec.NONE, 0);
  }

  @Override
  public RewardSpec judging() {
    return reward;
  }

  @Override
  public ObjectiveOf objective() {
    return (judges, judged) ->
        new PolicyGradient(
            sampleK,
            ensemble(judges, judged).toFloatArray(),
            // the reference takes an ensemble's mean over all views, whatever was asked for
            judges.size() > 1 ? reward.overBatch() : reward,
            minEntropyWeight);
  }

  /** The judges' weighted scores of all candidates: (S, N). */
  private static NDArray ensemble(List<Judge> judges, List<NDArray> judged) {
    NDArray sum = null;
    for (int j = 0; j < judges.size(); j++) {
      Judge judge = judges.get(j);
      NDArray scores = judge.scores(judged.get(j)).mul((float) judge.weight());
      sum = sum == null ? scores : sum.add(scores);
    }
    return Objects.requireNonNull(sum, "a rewarded method needs a judge");
  }
}
