package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.attune.encoder.PromptBatch;
import java.util.List;

/**
 * Texts prepared for prompt tuning; they share their beginning's computation.
 *
 * @param start the embedded start token, (1, 1, W)
 * @param suffixes what stands after the context, embedded, one group a length: (n, L, W)
 * @param order the texts' indices, in the order of the groups
 * @param context number of context vectors
 */
record ClipPrompts(
    ClipTextTower tower, NDArray start, NDList suffixes, List<Integer> order, int context)
    implements PromptBatch {
  ClipPrompts {
    order = List.copyOf(order);
  }

  @Override
  public NDArray encode(NDArray vectors) {
    return tower.encode(this, vectors);
  }
}
