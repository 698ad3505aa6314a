package dev.attune.vision;

import java.util.function.IntUnaryOperator;

/** Operations on single pixels and histograms, with the results of Pillow's {@code ImageOps}. */
final class PixelOps {
  private static final int LEVELS = 256;

  private PixelOps() {}

  /** Left becomes right. */
  static RgbImage mirror(RgbImage image) {
    byte[] in = image.data();
    byte[] out = new byte[in.length];
    int width = image.width();
    for (int row = 0; row < in.length; row += 3 * width) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(in, row + 3 * (width - 1 - x), out, row + 3 * x, 3);
      }
    }
    return new RgbImage(width, image.height(), out);
  }

  /** Stretches each channel to the full range. */
  static RgbImage autocontrast(RgbImage image) {
    int[][] histogram = histogram(image);
    return map(image, c -> stretch(histogram[c]));
  }

  private static IntUnaryOperator stretch(int[] histogram) {
    int low = 0;
    while (histogram[low] == 0) {
      low++;
    }
    int high = LEVELS - 1;
    while (histogram[high] == 0) {
      high--;
    }
    if (high <= low) {
      return IntUnaryOperator.identity();
    }
    double scale = 255.0 / (high - low);
    double offset = -low * scale;
    return level -> clip((int) (level * scale + offset));
  }

  /** Makes each channel's levels equally frequent, as far as that goes. */
  static RgbImage equalize(RgbImage image) {
    int[][] histogram = histogram(image);
    return map(image, c -> equal(histogram[c]));
  }

  private static IntUnaryOperator equal(int[] histogram) {
    int used = 0;
    int total = 0;
    int last = 0;
    for (int count : histogram) {
      if (count > 0) {
        used++;
        total += count;
        last = count;
      }
    }
    int step = (total - last) / 255;
    if (used <= 1 || step == 0) {
      return IntUnaryOperator.identity();
    }
    int[] levels = new int[LEVELS];
    int below = step / 2;
    for (int i = 0; i < LEVELS; i++) {
      levels[i] = clip(below / step);
      below += histogram[i];
    }
    return level -> levels[level];
  }

  /**
   * Keeps the highest bits of each value.
   *
   * @param bits 1 to 8
   */
  static RgbImage posterize(RgbImage image, int bits) {
    int mask = -(1 << (8 - bits));
    return map(image, c -> level -> level & mask);
  }

  /** Inverts values at and above a threshold. */
  static RgbImage solarize(RgbImage image, int threshold) {
    return map(image, c -> level -> level < threshold ? level : 255 - level);
  }

  private static int[][] histogram(RgbImage image) {
    int[][] counts = new int[3][LEVELS];
    byte[] data = image.data();
    for (int i = 0; i < data.length; i++) {
      counts[i % 3][data[i] & 0xff]++;
    }
    return counts;
  }

  /** What happens to the levels of one channel. */
  private interface Channels {
    IntUnaryOperator of(int channel);
  }

  private static RgbImage map(RgbImage image, Channels channels) {
    byte[][] table = new byte[3][LEVELS];
    for (int c = 0; c < 3; c++) {
      IntUnaryOperator map = channels.of(c);
      for (int level = 0; level < LEVELS; level++) {
        table[c][level] = (byte) map.applyAsInt(level);
      }
    }
    byte[] in = image.data();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = table[i % 3][in[i] & 0xff];
    }
    return new RgbImage(image.width(), image.height(), out);
  }

  static int clip(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
