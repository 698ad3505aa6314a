package dev.attune.vision;

/**
 * An affine map from places of the result to places of the source: {@code x' = a x + b y + c},
 * {@code y' = d x + e y + f}, with pixel centres at halves. Bilinear, black outside, with the
 * result of Pillow's {@code Image.transform}.
 */
record Affine(double a, double b, double c, double d, double e, double f) {

  /** Moves places of row y by {@code shear * y}. */
  static Affine shearX(double shear) {
    return new Affine(1, shear, 0, 0, 1, 0);
  }

  /** Moves places of column x by {@code shear * x}. */
  static Affine shearY(double shear) {
    return new Affine(1, 0, 0, shear, 1, 0);
  }

  /** The result's pixel at x shows the source's at {@code x + pixels}. */
  static Affine translateX(int pixels) {
    return new Affine(1, 0, pixels, 0, 1, 0);
  }

  /** As {@link #translateX}, downwards. */
  static Affine translateY(int pixels) {
    return new Affine(1, 0, 0, 0, 1, pixels);
  }

  /** A turn about the picture's centre, counter-clockwise. */
  static Affine rotation(int degrees, int width, int height) {
    double angle = -StrictMath.toRadians(Math.floorMod(degrees, 360));
    double cos = rounded(StrictMath.cos(angle));
    double sin = rounded(StrictMath.sin(angle));
    double x = width / 2.0;
    double y = height / 2.0;
    return new Affine(cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y);
  }

  /** To 15 decimals, so that a quarter's cosine is zero. */
  private static double rounded(double value) {
    return Math.rint(value * 1e15) / 1e15;
  }

  RgbImage apply(RgbImage image) {
    int width = image.width();
    int height = image.height();
    byte[] out = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sx = a * (x + 0.5) + b * (y + 0.5) + c;
        double sy = d * (x + 0.5) + e * (y + 0.5) + f;
        if (sx >= 0 && sx < width && sy >= 0 && sy < height) {
          sample(image, sx - 0.5, sy - 0.5, out, 3 * (y * width + x));
        }
      }
    }
    return new RgbImage(width, height, out);
  }

  /** Between four pixels, those outside replaced by their neighbours; cut to whole levels. */
  private static void sample(RgbImage image, double x, double y, byte[] out, int offset) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    int x0 = Math.max(left, 0);
    int x1 = Math.min(left + 1, image.width() - 1);
    int y0 = Math.max(top, 0);
    int y1 = Math.min(top + 1, image.height() - 1);
    for (int channel = 0; channel < 3; channel++) {
      double upper = between(image.at(x0, y0, channel), image.at(x1, y0, channel), right);
      double lower = between(image.at(x0, y1, channel), image.at(x1, y1, channel), right);
      out[offset + channel] = (byte) between(upper, lower, down);
    }
  }

  private static double between(double from, double to, double share) {
    return from + (to - from) * share;
  }
}
