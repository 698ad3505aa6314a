package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;

/** Noise of sensors and wires. */
final class Noise {

  private static final double MANY = 12;

  private Noise() {}

  /** Adds normal noise; its deviation is given as a part of the full range. */
  static RgbImage gaussian(RgbImage image, PictureRandom random, double deviation) {
    byte[] data = image.data().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] = Corruption.pixel((data[i] & 0xff) + 255 * deviation * random.gaussian());
    }
    return new RgbImage(image.width(), image.height(), data);
  }

  /** Poisson noise: a white pixel counts the given number of photons on average. */
  static RgbImage shot(RgbImage image, PictureRandom random, double photons) {
    byte[] data = image.data().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] =
          Corruption.pixel(255 * poisson(random, photons * (data[i] & 0xff) / 255.0) / photons);
    }
    return new RgbImage(image.width(), image.height(), data);
  }

  /** Salt and pepper: the given part of all values becomes black or white. */
  static RgbImage impulse(RgbImage image, PictureRandom random, double amount) {
    byte[] data = image.data().clone();
    for (int i = 0; i < data.length; i++) {
      if (random.chance(amount)) {
        data[i] = (byte) (random.chance(0.5) ? 255 : 0);
      }
    }
    return new RgbImage(image.width(), image.height(), data);
  }

  /** Few by Knuth's method (uniform factors until below exp(-mean)), many by the normal limit. */
  private static double poisson(PictureRandom random, double mean) {
    if (mean > MANY) {
      return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.gaussian()));
    }
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = random.uniform(); product > limit; product *= random.uniform()) {
      count++;
    }
    return count;
  }
}
