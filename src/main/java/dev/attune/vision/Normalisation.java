package dev.attune.vision;

/** The mean and the deviation of each channel that an encoder wants taken off its pictures. */
public final class Normalisation {
  /** The normalised value of each channel's 256 levels. */
  private final float[][] levels = new float[3][256];

  /**
   * @param mean of red, green and blue, each in 0..1
   * @param deviation by which the difference is divided
   */
  public Normalisation(float[] mean, float[] deviation) {
    for (int c = 0; c < 3; c++) {
      for (int level = 0; level < 256; level++) {
        levels[c][level] = (level / 255f - mean[c]) / deviation[c];
      }
    }
  }

  /**
   * Writes a picture's normalised values, {@code (3, H, W)}, at an offset.
   *
   * @param flip mirrors left and right
   */
  public void write(RgbImage image, boolean flip, float[] out, int offset) {
    int width = image.width();
    int pixels = width * image.height();
    byte[] data = image.data();
    for (int c = 0; c < 3; c++) {
      float[] values = levels[c];
      int o = offset + c * pixels;
      for (int row = 0; row < pixels; row += width) {
        for (int x = 0; x < width; x++) {
          int from = flip ? row + width - 1 - x : row + x;
          out[o++] = values[data[3 * from + c] & 0xff];
        }
      }
    }
  }
}
