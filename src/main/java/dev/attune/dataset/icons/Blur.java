package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;

/** Loss of sharpness. Pixels beyond the border repeat it. */
final class Blur {

  private Blur() {}

  /** A lens out of focus: the mean over a disk with a soft rim. */
  static RgbImage disk(RgbImage image, double radius) {
    int reach = (int) Math.ceil(radius + 0.5);
    int side = 2 * reach + 1;
    double[] kernel = new double[side * side];
    for (int y = -reach; y <= reach; y++) {
      for (int x = -reach; x <= reach; x++) {
        double beyond = Math.sqrt(x * x + y * y) - radius;
        kernel[(y + reach) * side + x + reach] = Math.max(0, Math.min(1, 0.5 - beyond));
      }
    }
    return convolve(image, kernel, reach);
  }

  /** A moving camera: the mean along a line of the given length, in a random direction. */
  static RgbImage motion(RgbImage image, PictureRandom random, double length) {
    int reach = (int) Math.ceil(length / 2);
    int side = 2 * reach + 1;
    double[] kernel = new double[side * side];
    double angle = random.uniform(0, Math.PI);
    double dx = StrictMath.cos(angle);
    double dy = StrictMath.sin(angle);
    int steps = 8 * reach;
    for (int i = 0; i <= steps; i++) {
      double at = length * ((double) i / steps - 0.5);
      int x = (int) Math.rint(dx * at) + reach;
      int y = (int) Math.rint(dy * at) + reach;
      kernel[y * side + x]++;
    }
    return convolve(image, kernel, reach);
  }

  /** Averages the picture down to n by n pixels and shows each as a block. */
  static RgbImage pixelate(RgbImage image, int n) {
    int w = image.width();
    int h = image.height();
    byte[] out = new byte[image.data().length];
    for (int by = 0; by < n; by++) {
      for (int bx = 0; bx < n; bx++) {
        int x0 = bx * w / n;
        int x1 = (bx + 1) * w / n;
        int y0 = by * h / n;
        int y1 = (by + 1) * h / n;
        for (int channel = 0; channel < 3; channel++) {
          double sum = 0;
          for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
              sum += image.at(x, y, channel);
            }
          }
          byte mean = Corruption.pixel(sum / ((x1 - x0) * (y1 - y0)));
          for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
              out[3 * (y * w + x) + channel] = mean;
            }
          }
        }
      }
    }
    return new RgbImage(w, h, out);
  }

  private static RgbImage convolve(RgbImage image, double[] kernel, int reach) {
    int w = image.width();
    int h = image.height();
    int side = 2 * reach + 1;
    double total = 0;
    for (double k : kernel) {
      total += k;
    }
    byte[] out = new byte[image.data().length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        double r = 0;
        double g = 0;
        double b = 0;
        for (int ky = -reach; ky <= reach; ky++) {
          int sy = Math.max(0, Math.min(h - 1, y + ky));
          for (int kx = -reach; kx <= reach; kx++) {
            double k = kernel[(ky + reach) * side + kx + reach];
            if (k > 0) {
              int sx = Math.max(0, Math.min(w - 1, x + kx));
              r += k * image.at(sx, sy, 0);
              g += k * image.at(sx, sy, 1);
              b += k * image.at(sx, sy, 2);
            }
          }
        }
        int at = 3 * (y * w + x);
        out[at] = Corruption.pixel(r / total);
        out[at + 1] = Corruption.pixel(g / total);
        out[at + 2] = Corruption.pixel(b / total);
      }
    }
    return new RgbImage(w, h, out);
  }
}
