package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.encoder.ImageTower;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;

/** A CLIP's image tower. */
public interface VisionTower extends ImageTower {
  /** Floats of the widest activation that stay within the processor's caches: 20 MB. */
  long BATCH_FLOATS = 5_000_000;

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

  /** Floats that one picture's widest activation takes; decides how many go in one batch. */
  long widestActivation();

  @Override
  default int batch() {
    return (int) Math.max(1, BATCH_FLOATS / widestActivation());
  }

  @Override
  default NDArray features(NDArray images) {
    return Scopes.keep(
        () -> {
          long count = images.getShape().get(0);
          long batch = batch();
          NDList features = new NDList();
          for (long from = 0; from < count; from += batch) {
            long to = Math.min(count, from + batch);
            features.add(
                encode(images.get(new NDIndex("{}:{}", from, to)), BatchNormalization.RUNNING));
          }
          return Nn.normalize(NDArrays.concat(features, 0));
        });
  }
}
