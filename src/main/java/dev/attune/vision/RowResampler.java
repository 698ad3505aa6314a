package dev.attune.vision;

import java.util.Arrays;

/**
 * Resizes a picture whose rows come one after the other, to the same levels as {@link
 * Resampling#resize(RgbImage, int, int, Filter)} of the picture upright. Of the picture only the
 * few rows are kept that the next row of the result needs.
 */
public final class RowResampler {
  private final Size size;
  private final Turn turn;

  /** Of the stored picture's columns, and of its rows. */
  private final Taps across;

  private final Taps down;
  private final int width;
  private final byte[] out;
  private final boolean same;

  /** Of each row of the result that is under way, its sums, at its number modulo their count. */
  private final int[][] sums;

  /** A stored row as it is added up, and a row of the result. */
  private final int[] row;

  private final int[] result;
  private int next;
  private int done;

  /**
   * How a stored picture is turned upright: the upright pixel (x, y) is the stored one at (x, y).
   *
   * @param mirrorX counted from the right
   * @param mirrorY counted from the bottom
   * @param swap or at (y, x)
   */
  public record Turn(boolean mirrorX, boolean mirrorY, boolean swap) {
    /** As it is. */
    public static final Turn NONE = new Turn(false, false, false);

    /** The size of a picture when it is turned, or before it was. */
    public Size of(Size size) {
      return swap ? new Size(size.height(), size.width()) : size;
    }
  }

  /** Of a picture that is stored upright. */
  public RowResampler(Size size, Size wanted, Filter filter) {
    this(size, Turn.NONE, wanted, filter);
  }

  /**
   * @param size of the picture that comes, as it is stored
   * @param wanted of the one that results, upright
   */
  public RowResampler(Size size, Turn turn, Size wanted, Filter filter) {
    this.size = size;
    this.turn = turn;
    Size along = turn.of(wanted);
    same = size.equals(along);
    across = taps(size.width(), along.width(), filter, turn.mirrorX());
    down = taps(size.height(), along.height(), filter, turn.mirrorY());
    width = wanted.width();
    out = new byte[Math.multiplyExact(3 * width, wanted.height())];
    // What becomes the width is resized first and rounded to levels; so the rows wait if turned.
    row = new int[3 * (turn.swap() ? size.width() : along.width())];
    result = new int[3 * along.width()];
    sums = new int[underWay()][row.length];
    for (int[] each : sums) {
      Arrays.fill(each, Resampling.HALF);
    }
  }

  private static Taps taps(int in, int out, Filter filter, boolean mirrored) {
    Taps taps = Taps.of(in, out, 0, out, filter);
    return mirrored ? taps.mirrored(in) : taps;
  }

  /** How many rows of the result one row of the picture goes into, at most. */
  private int underWay() {
    int most = 1;
    int last = 0;
    for (int y = 0; y < down.first().length; y++) {
      while (last < down.first().length && down.first()[last] < end(y)) {
        last++;
      }
      most = Math.max(most, last - y);
    }
    return most;
  }

  private int end(int y) {
    return down.first()[y] + down.counts()[y];
  }

  /**
   * Takes the next row.
   *
   * @param rgb interleaved, 3 bytes a pixel
   */
  public void add(byte[] rgb) {
    if (same) {
      levels(rgb, result);
      place(next++);
      return;
    }
    if (turn.swap()) {
      levels(rgb, row);
    } else {
      Resampling.row(rgb, 0, across, row, 0);
    }
    for (int y = done; y < down.first().length && down.first()[y] <= next; y++) {
      int weight = down.weights()[y * down.stride() + next - down.first()[y]];
      int[] sum = sums[y % sums.length];
      for (int i = 0; i < row.length; i++) {
        sum[i] += weight * row[i];
      }
    }
    next++;
    while (done < down.first().length && end(done) == next) {
      finish(done++);
    }
  }

  private static void levels(byte[] rgb, int[] to) {
    for (int i = 0; i < rgb.length; i++) {
      to[i] = rgb[i] & 0xff;
    }
  }

  private void finish(int y) {
    int[] sum = sums[y % sums.length];
    if (turn.swap()) {
      byte[] line = new byte[sum.length];
      for (int i = 0; i < sum.length; i++) {
        line[i] = (byte) Resampling.clip(sum[i]);
      }
      Resampling.row(line, 0, across, result, 0);
    } else {
      for (int i = 0; i < sum.length; i++) {
        result[i] = Resampling.clip(sum[i]);
      }
    }
    Arrays.fill(sum, Resampling.HALF);
    place(y);
  }

  /** Writes a row of the result where it lies upright. */
  private void place(int row) {
    int columns = across.first().length;
    int y = turn.mirrorY() ? down.first().length - 1 - row : row;
    for (int i = 0, from = 0; i < columns; i++) {
      int x = turn.mirrorX() ? columns - 1 - i : i;
      int to = 3 * (turn.swap() ? x * width + y : y * width + x);
      out[to] = (byte) result[from++];
      out[to + 1] = (byte) result[from++];
      out[to + 2] = (byte) result[from++];
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
    return new RgbImage(width, out.length / 3 / width, out);
  }
}
