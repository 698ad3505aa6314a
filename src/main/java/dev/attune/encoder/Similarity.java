package dev.attune.encoder;

import ai.djl.ndarray.NDArray;

/** How cosines become logits: {@code scale * cosine + bias}. */
public interface Similarity {

  /** The inverse temperature, as it is now: it may be tuned. */
  float scale();

  /** What is added, as it is now; 0 where a family has none. */
  float bias();

  /**
   * Logits whose gradient reaches scale and bias too.
   *
   * @param cosines of any shape
   */
  NDArray logits(NDArray cosines);
}
