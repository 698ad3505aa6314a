package dev.attune.encoder.siglip;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.Similarity;

/**
 * SigLIP's: a learned temperature and a learned bias, so that the sigmoid of a logit is the
 * probability that picture and text belong together (Zhai et al. 2023, section 3.2).
 *
 * @param logScale a scalar, the logarithm of the inverse temperature
 * @param learnedBias a scalar
 */
record SiglipSimilarity(NDArray logScale, NDArray learnedBias) implements Similarity {
  @Override
  public float scale() {
    return (float) Math.exp(logScale.getFloat());
  }

  @Override
  public float bias() {
    return learnedBias.getFloat();
  }

  @Override
  public NDArray logits(NDArray cosines) {
    return cosines.mul(logScale.exp()).add(learnedBias);
  }
}
