package dev.attune.vision;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What an encoder wants taken off each channel of its pictures, and by what it is divided. */
public final class Normalisation {
  private final float[] mean;
  private final float[] deviation;

  /** The normalised value of each channel's 256 levels. */
  private final float[][] levels = new float[3][256];

  /**
   * @param mean of red, green and blue, each in 0..1
   * @param deviation by which the difference is divided
   */
  public Normalisation(float[] mean, float[] deviation) {
    this.mean = mean.clone();
    this.deviation = deviation.clone();
    for (int c = 0; c < 3; c++) {
      for (int level = 0; level < 256; level++) {
        levels[c][level] = (level / 255f - mean[c]) / deviation[c];
      }
    }
  }

  /** Of red, green and blue. */
  public float[] mean() {
    return mean.clone();
  }

  /** Of red, green and blue. */
  public float[] deviation() {
    return deviation.clone();
  }

  /** Of red, green or blue (0, 1, 2). */
  public float mean(int channel) {
    return mean[channel];
  }

  /** Of red, green or blue (0, 1, 2). */
  public float deviation(int channel) {
    return deviation[channel];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Normalisation norm
        && Arrays.equals(mean, norm.mean)
        && Arrays.equals(deviation, norm.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
  }

  @Override
  public String toString() {
    return "mean %s, deviation %s".formatted(Arrays.toString(mean), Arrays.toString(deviation));
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
