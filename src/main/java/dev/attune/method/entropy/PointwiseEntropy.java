package dev.attune.method.entropy;

import ai.djl.ndarray.NDArray;
import dev.attune.method.gradient.Objective;

/** The mean of the selected views' own entropies, in nats (Sheng et al. 2025, R-TPT, eq. 6). */
record PointwiseEntropy() implements Objective {

  @Override
  public Outcome loss(NDArray logits, NDArray candidates) {
    NDArray logs = logits.logSoftmax(1);
    return Outcome.of(logs.mul(logs.exp()).sum(new int[] {1}).mean().neg());
  }
}
