package dev.attune.encoder;

import ai.djl.ndarray.NDArray;

/** Texts prepared for prompt tuning: what does not change while the context vectors do. */
@FunctionalInterface
public interface PromptBatch {

  /**
   * Encodes the texts with the given context vectors; the gradient reaches the vectors.
   *
   * @param context (n_ctx, W)
   * @return (N, E), not normalised
   */
  NDArray encode(NDArray context);
}
