package dev.attune.method.entropy;

import ai.djl.ndarray.NDArray;
import dev.attune.method.gradient.EntropyObjective;
import dev.attune.method.gradient.Objective;

/**
 * The mean of the views' own entropies H, in nats, each weighted by {@code exp(offset - H)}, which
 * takes no gradient: the surer a view, the more it counts (Imam et al. 2024, TTL).
 */
record SureEntropy(double offset) implements Objective {

  @Override
  public Outcome loss(NDArray logits, NDArray candidates) {
    NDArray entropies = EntropyObjective.ofRows(logits);
    NDArray weights = entropies.stopGradient().neg().add((float) offset).exp();
    return Outcome.of(entropies.mul(weights).mean());
  }
}
