package dev.attune.vision;

import java.util.Arrays;

/**
 * Antialiased resizing of 8-bit pictures, with the same result as Pillow's {@code Image.resize}: a
 * horizontal and a vertical pass in fixed point, each rounded to 8 bits.
 */
public final class Resampling {
  static final int HALF = 1 << (Taps.PRECISION - 1);

  private Resampling() {}

  /** Resizes a whole picture to {@code width x height} pixels. */
  public static RgbImage resize(RgbImage image, int width, int height, Filter filter) {
    return resize(image, Box.of(image), width, height, filter);
  }

  /**
   * Cuts a box out of a picture and resizes the cutting to {@code width x height} pixels; pixels
   * outside of the box have no influence.
   *
   * @throws IllegalArgumentException when the box is not within the picture
   */
  public static RgbImage resize(RgbImage image, Box source, int width, int height, Filter filter) {
    return resize(image, source, width, height, filter, new Box(0, 0, width, height));
  }

  /**
   * As {@link #resize(RgbImage, Box, int, int, Filter)}, but makes only a window of the resized
   * picture, at the cost of that window.
   *
   * @throws IllegalArgumentException when a box is not within its picture
   */
  static RgbImage resize(
      RgbImage image, Box source, int width, int height, Filter filter, Box window) {
    source.checkWithin(image.width(), image.height());
    window.checkWithin(width, height);
    Taps columns = Taps.of(source.width(), width, window.left(), window.width(), filter);
    Taps rows = Taps.of(source.height(), height, window.top(), window.height(), filter);
    int top = rows.first()[0];
    byte[] out = new byte[3 * window.width() * window.height()];
    vertical(horizontal(image, source, columns, top, rows.end()), rows, top, out);
    return new RgbImage(window.width(), window.height(), out);
  }

  /** Rows top to bottom (of the box) of the picture, resampled along x: (bottom - top, W, 3). */
  private static int[] horizontal(RgbImage image, Box source, Taps taps, int top, int bottom) {
    byte[] in = image.data();
    int length = 3 * taps.first().length;
    int[] out = new int[Math.multiplyExact(bottom - top, length)];
    for (int y = top; y < bottom; y++) {
      int from = 3 * ((source.top() + y) * image.width() + source.left());
      row(in, from, taps, out, (y - top) * length);
    }
    return out;
  }

  /** One row, which begins at {@code from}, resampled along x, from {@code to} on. */
  static void row(byte[] in, int from, Taps taps, int[] out, int to) {
    int[] first = taps.first();
    int[] counts = taps.counts();
    int[] weights = taps.weights();
    int o = to;
    for (int x = 0; x < first.length; x++) {
      int p = from + 3 * first[x];
      int w = x * taps.stride();
      int r = HALF;
      int g = HALF;
      int b = HALF;
      for (int end = w + counts[x]; w < end; w++, p += 3) {
        int weight = weights[w];
        r += weight * (in[p] & 0xff);
        g += weight * (in[p + 1] & 0xff);
        b += weight * (in[p + 2] & 0xff);
      }
      out[o++] = clip(r);
      out[o++] = clip(g);
      out[o++] = clip(b);
    }
  }

  /** The second pass; the first row of {@code in} is row {@code top}. */
  private static void vertical(int[] in, Taps taps, int top, byte[] out) {
    int height = taps.first().length;
    int width = out.length / height;
    int[] sums = new int[width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      for (int k = 0; k < taps.counts()[y]; k++) {
        int weight = taps.weights()[y * taps.stride() + k];
        int row = (taps.first()[y] + k - top) * width;
        for (int i = 0; i < width; i++) {
          sums[i] += weight * in[row + i];
        }
      }
      for (int i = 0; i < width; i++) {
        out[y * width + i] = (byte) clip(sums[i]);
      }
    }
  }

  static int clip(int sum) {
    return Math.max(0, Math.min(255, sum >> Taps.PRECISION));
  }
}
