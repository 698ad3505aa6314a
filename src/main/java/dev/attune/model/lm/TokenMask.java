package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import java.util.Arrays;

/**
 * Which tokens of padded rows are real. Letters: B rows, L tokens.
 *
 * @param real (B, L)
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record TokenMask(boolean[][] real) {
  /** Position of a padding token, counted from a real sequence's first. */
  private static final int PADDING_ROW = 1;

  /** Rows that are padded at their ends. */
  public static TokenMask ofLengths(int[] lengths, int length) {
    boolean[][] real = new boolean[lengths.length][length];
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        real[b][t] = true;
      }
    }
    return new TokenMask(real);
  }

  /** Rows without padding. */
  public static TokenMask full(int rows, int length) {
    int[] lengths = new int[rows];
    Arrays.fill(lengths, length);
    return ofLengths(lengths, length);
  }

  int rows() {
    return real.length;
  }

  int length() {
    return real[0].length;
  }

  /**
   * Rows of the position table, (B, L): real tokens are counted, padding takes row 1 (so do both
   * families in Hugging Face's program, though it matters to no real token).
   *
   * @param first row of a sequence's first real token
   */
  NDArray positions(NDManager manager, int first) {
    long[] positions = new long[rows() * length()];
    for (int b = 0; b < rows(); b++) {
      int next = first;
      for (int t = 0; t < length(); t++) {
        positions[b * length() + t] = real[b][t] ? next++ : PADDING_ROW;
      }
    }
    return Nn.fromHost(manager, positions, new Shape(rows(), length()));
  }

  /**
   * What is added to attention scores, (B, 1, L, L): nothing where a real token stands at or before
   * the one that looks, else the least finite number, with which a row that sees nothing stays
   * finite too.
   */
  NDArray additive(NDManager manager) {
    int l = length();
    float[] mask = new float[rows() * l * l];
    for (int b = 0; b < rows(); b++) {
      for (int from = 0; from < l; from++) {
        for (int to = 0; to < l; to++) {
          boolean seen = to <= from && real[b][to];
          mask[(b * l + from) * l + to] = seen ? 0 : -Float.MAX_VALUE;
        }
      }
    }
    return Nn.fromHost(manager, mask, new Shape(rows(), 1, l, l));
  }
}
