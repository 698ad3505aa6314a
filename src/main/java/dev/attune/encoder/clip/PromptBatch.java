package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Texts prepared for prompt tuning: what does not change while the context vectors do.
 *
 * @param start the embedded start token, (1, 1, W)
 * @param suffixes what stands behind the context, embedded, one group a length: (n, L, W)
 * @param order the texts' indices, in the order of the groups
 * @param context number of context vectors
 */
public record PromptBatch(NDArray start, NDList suffixes, List<Integer> order, int context) {
  public PromptBatch {
    order = List.copyOf(order);
  }
}
