package dev.attune.method.entropy;

import ai.djl.ndarray.NDArray;
import dev.attune.method.gradient.EntropyObjective;
import dev.attune.method.gradient.Objective;
import dev.attune.model.Nn;

/**
 * TPT's entropy less the dispersion of the class texts, which keeps the model calibrated (Yoon et
 * al. 2024, C-TPT, eq. 5).
 *
 * @param weight of the dispersion
 */
record DispersedEntropy(double weight) implements Objective {

  @Override
  public Outcome loss(NDArray logits, NDArray candidates) {
    NDArray entropy = EntropyObjective.ofAverage(logits);
    return Outcome.of(entropy.sub(Nn.scale(dispersion(candidates), (float) weight)));
  }

  /**
   * The mean distance of the class texts to their mean.
   *
   * @param texts (N, E), normalised
   */
  static NDArray dispersion(NDArray texts) {
    NDArray apart = texts.sub(texts.mean(new int[] {0}, true));
    return apart.square().sum(new int[] {1}).sqrt().mean();
  }
}
