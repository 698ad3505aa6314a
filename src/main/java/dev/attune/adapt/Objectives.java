package dev.attune.adapt;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;

/** The loss of each method. */
final class Objectives {

  private Objectives() {}

  /**
   * What a method minimises on one sample.
   *
   * @param views (S, 3, R, R), the selected views
   */
  static Objective of(MethodSpec method, List<Judge> judges, NDArray views) {
    return switch (method.type()) {
      case RLCF_CAPTION -> throw new IllegalArgumentException("captions have an adapter of their own");
      case ZERO_SHOT -> throw new IllegalArgumentException("zero-shot has no loss");
      case TPT, TPT_TUNE -> new EntropyObjective();
      case KD_TUNE -> new DistillationObjective(method.distillation(), judges.get(0).logits(views));
      case RLCF_PROMPT, RLCF_TUNE ->
          new PolicyGradient(
              method.sampleK(),
              ensemble(judges, views).toFloatArray(),
              // the reference takes an ensemble's mean over all views, whatever was asked for
              judges.size() > 1 ? method.reward().overBatch() : method.reward(),
              method.minEntropyWeight());
    };
  }

  /** The judges' weighted scores of all candidates: (S, N). */
  static NDArray ensemble(List<Judge> judges, NDArray views) {
    NDArray sum = null;
    for (Judge judge : judges) {
      NDArray scores = judge.scores(views).mul((float) judge.weight());
      sum = sum == null ? scores : sum.add(scores);
    }
    return Objects.requireNonNull(sum, "a rewarded method needs a judge");
  }
}
