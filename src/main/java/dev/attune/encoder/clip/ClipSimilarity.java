package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.Similarity;

/**
 * CLIP's: the logarithm of the inverse temperature is learned, and nothing is added.
 *
 * @param logScale a scalar
 */
record ClipSimilarity(NDArray logScale) implements Similarity {
  @Override
  public float scale() {
    return (float) Math.exp(logScale.getFloat());
  }

  @Override
  public float bias() {
    return 0;
  }

  @Override
  public NDArray logits(NDArray cosines) {
    return cosines.mul(logScale.exp());
  }
}
