package dev.attune.vision;

/** Turns hues by way of Pillow's 8-bit HSV, as torchvision does it. */
final class Hue {
  private Hue() {}

  /**
   * Turns every pixel's hue.
   *
   * @param turn in full circles, -0.5 to 0.5
   */
  static RgbImage shift(RgbImage image, double turn) {
    int steps = (int) (turn * 255);
    byte[] in = image.data();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i += 3) {
      turn(in[i] & 0xff, in[i + 1] & 0xff, in[i + 2] & 0xff, steps, out, i);
    }
    return new RgbImage(image.width(), image.height(), out);
  }

  private static void turn(int r, int g, int b, int steps, byte[] out, int offset) {
    int max = Math.max(r, Math.max(g, b));
    int range = max - Math.min(r, Math.min(g, b));
    int saturation = range == 0 ? 0 : (int) ((float) range / max * 255.0);
    int hue = range == 0 ? 0 : PixelOps.clip((int) (sixth(r, g, b, max, range) * 255.0));
    rgb((hue + steps) & 0xff, saturation, max, out, offset);
  }

  /** The hue as a share of the circle. */
  private static double sixth(int r, int g, int b, int max, float range) {
    float red = (max - r) / range;
    float green = (max - g) / range;
    float blue = (max - b) / range;
    float hue;
    if (r == max) {
      hue = blue - green;
    } else if (g == max) {
      hue = (float) (2.0 + red - blue);
    } else {
      hue = (float) (4.0 + green - red);
    }
    return (float) ((hue / 6.0 + 1.0) % 1.0);
  }

  private static void rgb(int hue, int saturation, int value, byte[] out, int offset) {
    double place = (float) hue * 6.0 / 255.0;
    int sector = (int) Math.floor(place);
    double within = (float) (place - (float) sector);
    double share = (float) (saturation / 255.0);
    int p = level(value * (1.0 - share));
    int q = level(value * (1.0 - share * within));
    int t = level(value * (1.0 - share * (1.0 - within)));
    switch (sector % 6) {
      case 0 -> put(out, offset, value, t, p);
      case 1 -> put(out, offset, q, value, p);
      case 2 -> put(out, offset, p, value, t);
      case 3 -> put(out, offset, p, q, value);
      case 4 -> put(out, offset, t, p, value);
      default -> put(out, offset, value, p, q);
    }
  }

  private static int level(double exact) {
    return PixelOps.clip((int) Math.floor(exact + 0.5));
  }

  private static void put(byte[] out, int offset, int r, int g, int b) {
    out[offset] = (byte) r;
    out[offset + 1] = (byte) g;
    out[offset + 2] = (byte) b;
  }
}
