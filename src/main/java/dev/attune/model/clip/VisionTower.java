package dev.attune.model.clip;

import ai.djl.ndarray.NDArray;

/** An image tower. */
public interface VisionTower {

  /**
   * Encodes pictures.
   *
   * @param images (B, 3, R, R), preprocessed
   * @param training whether batch normalisation takes the batch's statistics (and moves its running
   *     ones); without effect on a transformer
   * @return (B, E), not normalised
   */
  NDArray encode(NDArray images, boolean training);

  /** Floats that one picture's widest activation takes; decides how many go in one batch. */
  long widestActivation();
}
