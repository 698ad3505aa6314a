package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.attune.model.AttentionTerms;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import java.util.List;

/** The half of an encoder that reads pictures. */
public interface ImageTower {
  /** Floats of the widest activation that stay within the processor's caches: 20 MB. */
  long BATCH_FLOATS = 5_000_000;

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

  /** What its blocks of self-attention take, first to last; none where it has no such blocks. */
  default List<AttentionTerms> attention() {
    return List.of();
  }

  /** Floats that one picture's widest activation takes; decides how many go in one batch. */
  long widestActivation();

  /** How many pictures {@link #features} takes at a time. */
  default int batch() {
    return (int) Math.max(1, BATCH_FLOATS / widestActivation());
  }
}
