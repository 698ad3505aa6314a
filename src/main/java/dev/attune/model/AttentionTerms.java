package dev.attune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one block of self-attention takes what is added to its weights of queries and values, such
 * as products of low rank (Hu et al. 2022, LoRA, arXiv 2106.09685). Letters: W width.
 */
public final class AttentionTerms {
  private final long width;
  private @Nullable Supplier<NDArray> query;
  private @Nullable Supplier<NDArray> value;

  /**
   * Without any.
   *
   * @param width W
   */
  public AttentionTerms(long width) {
    this.width = width;
  }

  /** W. */
  public long width() {
    return width;
  }

  /**
   * From now on both are added, anew at each pass.
   *
   * @param toQuery makes (W, W)
   * @param toValue makes (W, W)
   */
  public void add(Supplier<NDArray> toQuery, Supplier<NDArray> toValue) {
    query = toQuery;
    value = toValue;
  }

  /** Nothing is added any more. */
  public void clear() {
    query = null;
    value = null;
  }

  /**
   * The weights that the block is to take.
   *
   * @param stored (n W, W), of the parts from..to (0 query, 1 key, 2 value)
   */
  public NDArray onto(NDArray stored, int from, int to) {
    Supplier<NDArray> toQuery = query;
    Supplier<NDArray> toValue = value;
    if (toQuery == null || toValue == null) {
      return stored;
    }
    NDList terms = new NDList();
    for (int part = from; part < to; part++) {
      terms.add(part == 0 ? toQuery.get() : part == 2 ? toValue.get() : none(stored.getManager()));
    }
    // joining one alone would copy it, and lose its gradient
    NDArray all = terms.size() == 1 ? terms.get(0) : NDArrays.concat(terms);
    return all.add(stored);
  }

  private NDArray none(NDManager manager) {
    return manager.zeros(new Shape(width, width));
  }
}
