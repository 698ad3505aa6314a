package dev.attune.vision.decode;

import java.awt.image.Raster;

/** What the samples of a JPEG mean, and their conversion to RGB as libjpeg and Pillow do it. */
enum JpegColours {
  GREY(1),
  YCBCR(3),
  RGB(3),
  /** Stored inverted, as Adobe does and Pillow assumes of every file. */
  CMYK(4),
  /** {@link #CMYK} whose first three inks are stored as luma and chroma. */
  YCCK(4);

  /** Fixed point with 16 bits after the point, as in libjpeg's {@code jdcolor.c}. */
  private static final int HALF = 1 << 15;

  private static final int[] RED = chroma(1.40200);
  private static final int[] BLUE = chroma(1.77200);
  private static final int[] GREEN_CB = green(0.34414, HALF);
  private static final int[] GREEN_CR = green(0.71414, 0);

  private final int components;

  JpegColours(int components) {
    this.components = components;
  }

  int components() {
    return components;
  }

  /**
   * Converts decoded, not yet interpreted samples.
   *
   * @return interleaved RGB
   */
  byte[] toRgb(Raster raster) {
    int w = raster.getWidth();
    int h = raster.getHeight();
    byte[] out = new byte[3 * w * h];
    int[] row = new int[components * w];
    for (int y = 0; y < h; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, w, 1, row);
      for (int x = 0; x < w; x++) {
        pixel(row, components * x, out, 3 * (y * w + x));
      }
    }
    return out;
  }

  private void pixel(int[] in, int i, byte[] out, int o) {
    switch (this) {
      case GREY -> set(out, o, in[i], in[i], in[i]);
      case RGB -> set(out, o, in[i], in[i + 1], in[i + 2]);
      case YCBCR -> set(out, o, red(in[i], in[i + 2]), green(in, i), clip(in[i] + BLUE[in[i + 1]]));
      case CMYK -> inks(out, o, in[i], in[i + 1], in[i + 2], in[i + 3]);
      case YCCK ->
          inks(
              out,
              o,
              255 - red(in[i], in[i + 2]),
              255 - green(in, i),
              255 - clip(in[i] + BLUE[in[i + 1]]),
              in[i + 3]);
    }
  }

  private static int red(int luma, int cr) {
    return clip(luma + RED[cr]);
  }

  private static int green(int[] in, int i) {
    return clip(in[i] + ((GREEN_CB[in[i + 1]] + GREEN_CR[in[i + 2]]) >> 16));
  }

  /** From inverted inks: {@code R = K - (255 - C) K / 255}, and so on. */
  private static void inks(byte[] out, int o, int c, int m, int y, int k) {
    set(out, o, ink(c, k), ink(m, k), ink(y, k));
  }

  /** From inks that are not inverted, as TIFF stores them; opaque. */
  static int argb(int c, int m, int y, int k) {
    int light = 255 - k;
    return 0xff << 24 | ink(255 - c, light) << 16 | ink(255 - m, light) << 8 | ink(255 - y, light);
  }

  private static int ink(int inverted, int k) {
    int product = (255 - inverted) * k + 128;
    return clip(k - ((product >> 8) + product >> 8));
  }

  private static void set(byte[] out, int o, int r, int g, int b) {
    out[o] = (byte) r;
    out[o + 1] = (byte) g;
    out[o + 2] = (byte) b;
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }

  private static int[] chroma(double factor) {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      table[i] = (fixed(factor) * (i - 128) + HALF) >> 16;
    }
    return table;
  }

  private static int[] green(double factor, int rounding) {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      table[i] = -fixed(factor) * (i - 128) + rounding;
    }
    return table;
  }

  private static int fixed(double value) {
    return (int) (value * (1 << 16) + 0.5);
  }
}
