package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;

/** TPT's loss: the entropy of the averaged softmax of the selected views (Shu et al. 2022). */
public final class EntropyObjective implements Objective {

  @Override
  public Outcome loss(NDArray logits, NDArray candidates) {
    return Outcome.of(ofAverage(logits));
  }

  /** Entropy in nats of each row's softmax: (S, N) -> (S). */
  public static NDArray ofRows(NDArray logits) {
    NDArray logs = logits.logSoftmax(1);
    return logs.mul(logs.exp()).sum(new int[] {1}).neg();
  }

  /** Entropy in nats of the mean of the rows' softmax, taken in log space. */
  public static NDArray ofAverage(NDArray logits) {
    NDArray logs = logits.logSoftmax(1);
    // log of the mean: shift by the largest, which carries no gradient
    NDArray max = logs.max(new int[] {0}, true).stopGradient();
    NDArray mean = logs.sub(max).exp().mean(new int[] {0}, true).log().add(max);
    return mean.mul(mean.exp()).sum().neg();
  }
}
