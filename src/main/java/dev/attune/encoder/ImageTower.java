package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import dev.attune.model.BatchNormalization;

/** The half of an encoder that reads pictures. */
public interface ImageTower {

  /**
   * Encodes pictures; the gradient reaches the parameters that want one.
   *
   * @param images (B, 3, R, R), preprocessed
   * @param statistics what batch normalisation takes; without effect on a tower that has none
   * @return (B, E), not normalised
   */
  NDArray encode(NDArray images, BatchNormalization statistics);

  /**
   * Encodes pictures without recording gradients, in batches that fit the processor's caches.
   *
   * @param images (B, 3, R, R), preprocessed
   * @return (B, E), normalised
   */
  NDArray features(NDArray images);

  /** How many pictures {@link #features} takes at a time. */
  int batch();
}
