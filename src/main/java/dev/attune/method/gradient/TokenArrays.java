package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;

/** Token ids that came as an array. */
final class TokenArrays {

  private TokenArrays() {}

  /** The rows of (S, L) ids. */
  static long[][] rows(NDArray tokens) {
    int length = (int) tokens.getShape().get(1);
    long[] flat = tokens.toLongArray();
    long[][] rows = new long[flat.length / length][length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(flat, i * length, rows[i], 0, length);
    }
    return rows;
  }
}
