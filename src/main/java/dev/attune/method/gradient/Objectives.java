package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;

/** The loss of each method. */
final class Objectives {

  private Objectives() {}

  /**
   * What a method minimises on one sample.
   *
   * @param judged for each judge the S rows that it judges
   */
  static Objective of(MethodSpec method, List<Judge> judges, List<NDArray> judged) {
    return switch (method.type()) {
      case RLCF_CAPTION ->
          throw new IllegalArgumentException("captions have an adapter of their own");
      case ZERO_SHOT -> throw new IllegalArgumentException("zero-shot has no loss");
      case TPT, TPT_TUNE -> new EntropyObjective();
      case KD_TUNE, KD_I2T, KD_T2I ->
          new DistillationObjective(method.distillation(), judges.get(0).logits(judged.get(0)));
      case RLCF_PROMPT, RLCF_TUNE, RLCF_I2T, RLCF_T2I ->
          new PolicyGradient(
              method.sampleK(),
              ensemble(judges, judged).toFloatArray(),
              // the reference takes an ensemble's mean over all views, whatever was asked for
              judges.size() > 1 ? method.reward().overBatch() : method.reward(),
              method.minEntropyWeight());
    };
  }

  /** The judges' weighted scores of all candidates: (S, N). */
  static NDArray ensemble(List<Judge> judges, List<NDArray> judged) {
    NDArray sum = null;
    for (int j = 0; j < judges.size(); j++) {
      Judge judge = judges.get(j);
      NDArray scores = judge.scores(judged.get(j)).mul((float) judge.weight());
      sum = sum == null ? scores : sum.add(scores);
    }
    return Objects.requireNonNull(sum, "a rewarded method needs a judge");
  }
}
