package dev.attune.vision;

import java.util.Arrays;

/**
 * Resizes a picture whose rows come one after the other, to the same levels as {@link
 * Resampling#resize(RgbImage, int, int, Filter)}. Of the picture only the few rows are kept that
 * the next row of the result needs.
 */
public final class RowResampler {
  private final Size size;
  private final Taps columns;
  private final Taps rows;
  private final byte[] out;
  private final boolean same;

  /** Of each row of the result that is under way, its sums, at its number modulo their count. */
  private final int[][] sums;

  private final int[] row;
  private int next;
  private int done;

  /**
   * @param size of the picture that comes
   * @param wanted of the one that results
   */
  public RowResampler(Size size, Size wanted, Filter filter) {
    this.size = size;
    same = size.equals(wanted);
    columns = Taps.of(size.width(), wanted.width(), 0, wanted.width(), filter);
    rows = Taps.of(size.height(), wanted.height(), 0, wanted.height(), filter);
    row = new int[3 * wanted.width()];
    out = new byte[Math.multiplyExact(row.length, wanted.height())];
    sums = new int[underWay()][row.length];
    for (int[] each : sums) {
      Arrays.fill(each, Resampling.HALF);
    }
  }

  /** How many rows of the result one row of the picture goes into, at most. */
  private int underWay() {
    int most = 1;
    int last = 0;
    for (int y = 0; y < rows.first().length; y++) {
      while (last < rows.first().length && rows.first()[last] < end(y)) {
        last++;
      }
      most = Math.max(most, last - y);
    }
    return most;
  }

  private int end(int y) {
    return rows.first()[y] + rows.counts()[y];
  }

  /**
   * Takes the next row.
   *
   * @param rgb interleaved, 3 bytes a pixel
   */
  public void add(byte[] rgb) {
    if (same) {
      System.arraycopy(rgb, 0, out, next++ * row.length, row.length);
      return;
    }
    Resampling.row(rgb, 0, columns, row, 0);
    for (int y = done; y < rows.first().length && rows.first()[y] <= next; y++) {
      int weight = rows.weights()[y * rows.stride() + next - rows.first()[y]];
      int[] sum = sums[y % sums.length];
      for (int i = 0; i < row.length; i++) {
        sum[i] += weight * row[i];
      }
    }
    next++;
    while (done < rows.first().length && end(done) == next) {
      finish(done++);
    }
  }

  private void finish(int y) {
    int[] sum = sums[y % sums.length];
    for (int i = 0; i < sum.length; i++) {
      out[y * sum.length + i] = (byte) Resampling.clip(sum[i]);
      sum[i] = Resampling.HALF;
    }
  }

  /**
   * The result.
   *
   * @throws IllegalStateException when rows are missing
   */
  public RgbImage image() {
    if (next != size.height()) {
      throw new IllegalStateException("%d of %d rows came".formatted(next, size.height()));
    }
    return new RgbImage(columns.first().length, rows.first().length, out);
  }
}
