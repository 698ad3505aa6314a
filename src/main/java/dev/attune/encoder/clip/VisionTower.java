package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.attune.encoder.ImageTower;
import dev.attune.model.BatchNormalization;

/** A CLIP's image tower. */
public interface VisionTower extends ImageTower {
  /**
   * Encodes pictures.
   *
   * @param images (B, 3, R, R), preprocessed
   * @param training whether batch normalisation takes the batch's statistics (and moves its running
   *     ones); without effect on a transformer
   * @return (B, E), not normalised
   */
  default NDArray encode(NDArray images, boolean training) {
    return encode(images, training ? BatchNormalization.BATCH : BatchNormalization.RUNNING);
  }

  /**
   * Encodes pictures and keeps what the tower found on its way, for another to learn from.
   *
   * @param images (B, 3, R, R), preprocessed
   * @return (B, E), not normalised, and then the grid (B, C, H, W) of each stage but the last
   */
  NDList encodeInStages(NDArray images);
}
