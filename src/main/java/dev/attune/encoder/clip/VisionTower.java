package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.attune.model.BatchNormalization;

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

  /**
   * As above, with a choice of statistics; a transformer has no batch normalisation.
   *
   * @param statistics what batch normalisation takes
   */
  default NDArray encode(NDArray images, BatchNormalization statistics) {
    return encode(images, false);
  }

  /**
   * Encodes pictures and keeps what the tower found on its way, for another to learn from.
   *
   * @param images (B, 3, R, R), preprocessed
   * @return (B, E), not normalised, and then the grid (B, C, H, W) of each stage but the last
   */
  NDList encodeInStages(NDArray images);

  /** Floats that one picture's widest activation takes; decides how many go in one batch. */
  long widestActivation();
}
