package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;
import java.util.Locale;

/**
 * The ways a camera or a wire spoils a picture, five severities each, after ImageNet-C (Hendrycks
 * and Dietterich 2019, section 4), with strengths for pictures of 64 by 64 pixels.
 */
public enum Corruption {
  GAUSSIAN_NOISE(0.06, 0.10, 0.15, 0.20, 0.27),
  SHOT_NOISE(100, 45, 22, 12, 7),
  IMPULSE_NOISE(0.02, 0.05, 0.09, 0.14, 0.21),
  DEFOCUS_BLUR(1.0, 1.5, 2.1, 2.8, 3.6),
  MOTION_BLUR(3, 5, 7.5, 10, 13),
  PIXELATE(40, 32, 24, 19, 15),
  JPEG(0.35, 0.2, 0.12, 0.075, 0.045),
  FOG(0.3, 0.42, 0.54, 0.65, 0.76),
  CONTRAST(0.5, 0.35, 0.24, 0.16, 0.1),
  BRIGHTNESS(0.12, 0.22, 0.33, 0.44, 0.56);

  /** The number of severities; they count from 1. */
  public static final int SEVERITIES = 5;

  private final double[] strengths;

  Corruption(double... strengths) {
    this.strengths = strengths;
  }

  /** Its part of a set's name, such as {@code gaussian-noise}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * A spoilt copy.
   *
   * @param severity 1 to 5
   * @param index makes the noise of this picture; the same index gives the same bytes
   * @throws IllegalArgumentException for another severity
   */
  public RgbImage apply(RgbImage image, int severity, long index) {
    if (severity < 1 || severity > SEVERITIES) {
      throw new IllegalArgumentException("severity must be 1 to 5, not " + severity);
    }
    PictureRandom random = new PictureRandom("corrupt-" + title(), severity, index);
    double strength = strengths[severity - 1];
    return switch (this) {
      case GAUSSIAN_NOISE -> Noise.gaussian(image, random, strength);
      case SHOT_NOISE -> Noise.shot(image, random, strength);
      case IMPULSE_NOISE -> Noise.impulse(image, random, strength);
      case DEFOCUS_BLUR -> Blur.disk(image, strength);
      case MOTION_BLUR -> Blur.motion(image, random, strength);
      case PIXELATE -> Blur.pixelate(image, (int) strength);
      case JPEG -> JpegCodec.squeeze(image, (float) strength);
      case FOG -> Weather.fog(image, random, strength);
      case CONTRAST -> Weather.contrast(image, strength);
      case BRIGHTNESS -> Weather.brightness(image, strength);
    };
  }

  /** A value as a pixel holds it. */
  static byte pixel(double value) {
    return (byte) (int) Math.max(0, Math.min(255, Math.rint(value)));
  }
}
