package dev.attune.method.entropy;

import ai.djl.ndarray.NDArray;
import dev.attune.method.gradient.Objective;

/** The mean of the selected views' own entropies, in nats (Sheng et al. 2025, R-TPT, eq. 6). */
record PointwiseEntropy() implements Objective {

  @Override
  public Outcome loss(NDArray logits, NDArray candidates) {
    return Outcome.of(ofRows(logits).mean());
  }

  /** Entropy in nats of each row's softmax: (S, N) -> (S). */
  static NDArray ofRows(NDArray logits) {
    NDArray logs = logits.logSoftmax(1);
    return logs.mul(logs.exp()).sum(new int[] {1}).neg();
  }
}
