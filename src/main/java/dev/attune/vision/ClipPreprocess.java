package dev.attune.vision;

/**
 * CLIP's preprocessing: shorter side to {@code R} pixels with the antialiased bicubic filter,
 * centre crop, values to 0..1, then normalised by channel.
 */
public final class ClipPreprocess {
  private static final float[] MEAN = {0.48145466f, 0.4578275f, 0.40821073f};
  private static final float[] STD = {0.26862954f, 0.26130258f, 0.27577711f};

  /** The normalised value of each channel's 256 levels. */
  private static final float[][] NORMALISED = new float[3][256];

  static {
    for (int c = 0; c < 3; c++) {
      for (int level = 0; level < 256; level++) {
        NORMALISED[c][level] = (level / 255f - MEAN[c]) / STD[c];
      }
    }
  }

  private ClipPreprocess() {}

  /**
   * The input of CLIP's image tower.
   *
   * @param resolution {@code R}, in pixels
   * @return {@code (3, R, R)}, row-major
   */
  public static float[] of(RgbImage image, int resolution) {
    float[] out = new float[3 * resolution * resolution];
    normalise(crop(image, resolution), false, out, 0);
    return out;
  }

  /** The 8-bit picture before normalisation: shorter side to {@code R}, centre crop. */
  static RgbImage crop(RgbImage image, int resolution) {
    int w = image.width();
    int h = image.height();
    int width = w <= h ? resolution : longSide(w, h, resolution);
    int height = h <= w ? resolution : longSide(h, w, resolution);
    Box window =
        new Box(offset(width, resolution), offset(height, resolution), resolution, resolution);
    return Resampling.resize(image, Box.of(image), width, height, Filter.BICUBIC, window);
  }

  /**
   * Writes a picture's normalised values, {@code (3, H, W)}, at an offset.
   *
   * @param flip mirrors left and right
   */
  static void normalise(RgbImage image, boolean flip, float[] out, int offset) {
    int width = image.width();
    int pixels = width * image.height();
    byte[] data = image.data();
    for (int c = 0; c < 3; c++) {
      float[] levels = NORMALISED[c];
      int o = offset + c * pixels;
      for (int row = 0; row < pixels; row += width) {
        for (int x = 0; x < width; x++) {
          int from = flip ? row + width - 1 - x : row + x;
          out[o++] = levels[data[3 * from + c] & 0xff];
        }
      }
    }
  }

  private static int longSide(int side, int shorter, int resolution) {
    return Math.toIntExact((long) resolution * side / shorter);
  }

  /** Halves go to the even neighbour, as Python's {@code round} does it. */
  private static int offset(int size, int resolution) {
    return (int) Math.rint((size - resolution) / 2.0);
  }
}
