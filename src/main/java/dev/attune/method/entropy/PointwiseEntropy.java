package dev.attune.method.entropy;

import ai.djl.ndarray.NDArray;
import dev.attune.method.gradient.EntropyObjective;
import dev.attune.method.gradient.Objective;

/** The mean of the selected views' own entropies, in nats (Sheng et al. 2025, R-TPT, eq. 6). */
record PointwiseEntropy() implements Objective {

  @Override
  public Outcome loss(NDArray logits, NDArray candidates) {
    return Outcome.of(EntropyObjective.ofRows(logits).mean());
  }
}
