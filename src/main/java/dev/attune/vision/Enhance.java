package dev.attune.vision;

import java.util.Arrays;

/**
 * Blends between a picture and a degenerate version of it, with the results of Pillow's {@code
 * ImageEnhance}: factor 0 gives the degenerate, 1 the picture, more an exaggeration.
 */
final class Enhance {
  /** Pillow's smoothing kernel: five for the centre, one for each neighbour, of thirteen. */
  private static final int CENTRE = 5;

  private static final int KERNEL_SUM = 13;

  private Enhance() {}

  /** Away from grey. */
  static RgbImage color(RgbImage image, double factor) {
    return blend(grey(image), image, factor);
  }

  /** Away from the mean grey. */
  static RgbImage contrast(RgbImage image, double factor) {
    byte[] grey = luma(image);
    long sum = 0;
    for (byte level : grey) {
      sum += level & 0xff;
    }
    byte[] plain = new byte[image.data().length];
    Arrays.fill(plain, (byte) (int) ((double) sum / grey.length + 0.5));
    return blend(new RgbImage(image.width(), image.height(), plain), image, factor);
  }

  /** Away from black. */
  static RgbImage brightness(RgbImage image, double factor) {
    byte[] black = new byte[image.data().length];
    return blend(new RgbImage(image.width(), image.height(), black), image, factor);
  }

  /** Away from its smoothed self. */
  static RgbImage sharpness(RgbImage image, double factor) {
    return blend(smooth(image), image, factor);
  }

  /** The luminance in all three channels. */
  static RgbImage grey(RgbImage image) {
    byte[] luma = luma(image);
    byte[] out = new byte[3 * luma.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = luma[i / 3];
    }
    return new RgbImage(image.width(), image.height(), out);
  }

  /** ITU-R 601 luminance, in 16-bit fixed point. */
  private static byte[] luma(RgbImage image) {
    byte[] in = image.data();
    byte[] out = new byte[in.length / 3];
    for (int i = 0; i < out.length; i++) {
      int red = in[3 * i] & 0xff;
      int green = in[3 * i + 1] & 0xff;
      int blue = in[3 * i + 2] & 0xff;
      out[i] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }
    return out;
  }

  /** The pixels of the border stay as they are. */
  private static RgbImage smooth(RgbImage image) {
    int stride = 3 * image.width();
    byte[] in = image.data();
    byte[] out = in.clone();
    for (int y = 1; y < image.height() - 1; y++) {
      for (int i = y * stride + 3; i < (y + 1) * stride - 3; i++) {
        int sum = (CENTRE - 1) * (in[i] & 0xff);
        for (int row = i - stride; row <= i + stride; row += stride) {
          sum += (in[row - 3] & 0xff) + (in[row] & 0xff) + (in[row + 3] & 0xff);
        }
        out[i] = (byte) ((2 * sum + KERNEL_SUM) / (2 * KERNEL_SUM));
      }
    }
    return new RgbImage(image.width(), image.height(), out);
  }

  /** {@code from + factor * (to - from)}, cut to whole levels and to 0..255. */
  private static RgbImage blend(RgbImage from, RgbImage to, double factor) {
    float share = (float) factor;
    byte[] out = new byte[from.data().length];
    for (int i = 0; i < out.length; i++) {
      int base = from.data()[i] & 0xff;
      float level = base + share * ((to.data()[i] & 0xff) - base);
      out[i] = (byte) PixelOps.clip((int) level);
    }
    return new RgbImage(from.width(), from.height(), out);
  }
}
