package dev.attune.vision;

import java.util.random.RandomGenerator;

/**
 * Colour jitter, greyscale and blur, each now and then, with torchvision's meaning of each on
 * Pillow's pictures (ALGORITHMS 2, "hard").
 */
final class HardAugmentation {
  private static final double JITTER_SHARE = 0.5;
  private static final double BRIGHTNESS = 0.4;
  private static final double CONTRAST = 0.4;
  private static final double SATURATION = 0.2;
  private static final double HUE = 0.1;
  private static final double GREY_SHARE = 0.2;
  private static final double BLUR_SHARE = 0.1;
  private static final double MIN_SIGMA = 0.1;
  private static final double MAX_SIGMA = 2;

  private HardAugmentation() {}

  static RgbImage apply(RgbImage image, RandomGenerator random) {
    RgbImage out = image;
    if (random.nextDouble() < JITTER_SHARE) {
      out = jitter(out, random);
    }
    if (random.nextDouble() < GREY_SHARE) {
      out = Enhance.grey(out);
    }
    if (random.nextDouble() < BLUR_SHARE) {
      out = blur(out, uniform(MIN_SIGMA, MAX_SIGMA, random));
    }
    return out;
  }

  /** The four changes in a random order. */
  private static RgbImage jitter(RgbImage image, RandomGenerator random) {
    double brightness = uniform(1 - BRIGHTNESS, 1 + BRIGHTNESS, random);
    double contrast = uniform(1 - CONTRAST, 1 + CONTRAST, random);
    double saturation = uniform(1 - SATURATION, 1 + SATURATION, random);
    double hue = uniform(-HUE, HUE, random);
    int[] order = {0, 1, 2, 3};
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    RgbImage out = image;
    for (int change : order) {
      out =
          switch (change) {
            case 0 -> Enhance.brightness(out, brightness);
            case 1 -> Enhance.contrast(out, contrast);
            case 2 -> Enhance.color(out, saturation);
            default -> Hue.shift(out, hue);
          };
    }
    return out;
  }

  private static double uniform(double from, double to, RandomGenerator random) {
    return from + (to - from) * random.nextDouble();
  }

  /**
   * Blurs with a Gaussian of 3 x 3 pixels; the border is mirrored at its outermost pixels.
   *
   * @param sigma in pixels
   */
  static RgbImage blur(RgbImage image, double sigma) {
    int width = image.width();
    int height = image.height();
    double side = StrictMath.exp(-0.5 / (sigma * sigma));
    double sum = 1 + 2 * side;
    double[] kernel = {side / sum, 1 / sum, side / sum};
    byte[] out = new byte[image.data().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          double level = 0;
          for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
              int value = image.at(mirrored(x + dx, width), mirrored(y + dy, height), c);
              level += kernel[dy + 1] * kernel[dx + 1] * value;
            }
          }
          out[3 * (y * width + x) + c] = (byte) Math.rint(level);
        }
      }
    }
    return new RgbImage(width, height, out);
  }

  private static int mirrored(int place, int size) {
    if (size == 1) {
      return 0;
    }
    return place < 0 ? -place : place >= size ? 2 * size - 2 - place : place;
  }
}
