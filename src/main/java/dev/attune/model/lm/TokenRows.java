package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Texts of different lengths as one batch that a language model learns to predict, padded at the
 * ends. Letters: B texts, L tokens of the longest, W width.
 */
public final class TokenRows {
  private final long[] ids;
  private final int[] lengths;
  private final int length;

  /**
   * @param texts of at least one token each
   * @param padding token that fills up the shorter ones
   */
  public TokenRows(List<long[]> texts, long padding) {
    lengths = texts.stream().mapToInt(t -> t.length).toArray();
    length = Arrays.stream(lengths).max().orElseThrow();
    ids = new long[lengths.length * length];
    Arrays.fill(ids, padding);
    for (int b = 0; b < lengths.length; b++) {
      System.arraycopy(texts.get(b), 0, ids, b * length, lengths[b]);
    }
  }

  /** B. */
  public int rows() {
    return lengths.length;
  }

  /** L. */
  public int length() {
    return length;
  }

  /** Tokens of a text, without its padding. */
  public int length(int row) {
    return lengths[row];
  }

  /** All ids, (B, L): what is to be predicted. */
  public long[] ids() {
    return ids.clone();
  }

  /** Embeddings of what the predictions are made from: all tokens but the last, (B, L - 1, W). */
  public NDArray inputs(CausalLm lm, NDManager manager) {
    long[] inputs = new long[rows() * (length - 1)];
    for (int b = 0; b < rows(); b++) {
      System.arraycopy(ids, b * length, inputs, b * (length - 1), length - 1);
    }
    return lm.embed(manager, inputs, new Shape(rows(), length - 1));
  }

  /**
   * Which of those tokens are real.
   *
   * @param prefix tokens in front of every row that the mask covers too; all are real
   */
  public TokenMask inputMask(int prefix) {
    int[] real = Arrays.stream(lengths).map(l -> prefix + Math.min(l, length - 1)).toArray();
    return TokenMask.ofLengths(real, prefix + length - 1);
  }
}
