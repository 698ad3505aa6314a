package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;

/** Fog and light. */
final class Weather {

  private Weather() {}

  /** Covers the picture with uneven whitish fog of the given mean density, 0 to 1. */
  static RgbImage fog(RgbImage image, PictureRandom random, double density) {
    int[] clouds = new int[image.width() * image.height()];
    Background.CLOUDY.paint(clouds, random, 0x000000, 0xffffff);
    byte[] data = image.data().clone();
    for (int i = 0; i < data.length; i++) {
      double uneven = ((clouds[i / 3] & 0xff) / 255.0 - 0.5) * 0.6 * (1 - density);
      double t = Math.max(0, Math.min(1, density + uneven));
      data[i] = Corruption.pixel((1 - t) * (data[i] & 0xff) + t * 225);
    }
    return new RgbImage(image.width(), image.height(), data);
  }

  /** Pulls every channel towards its mean; {@code keep} is the part of the contrast left. */
  static RgbImage contrast(RgbImage image, double keep) {
    byte[] data = image.data().clone();
    for (int channel = 0; channel < 3; channel++) {
      double mean = 0;
      for (int i = channel; i < data.length; i += 3) {
        mean += (data[i] & 0xff) * 3.0 / data.length;
      }
      for (int i = channel; i < data.length; i += 3) {
        data[i] = Corruption.pixel(mean + keep * ((data[i] & 0xff) - mean));
      }
    }
    return new RgbImage(image.width(), image.height(), data);
  }

  /** Lifts the value (of hue, saturation, value) by a part of the full range. */
  static RgbImage brightness(RgbImage image, double lift) {
    byte[] data = image.data().clone();
    for (int i = 0; i < data.length; i += 3) {
      int value = Math.max(data[i] & 0xff, Math.max(data[i + 1] & 0xff, data[i + 2] & 0xff));
      double lifted = Math.min(255, value + 255 * lift);
      for (int channel = 0; channel < 3; channel++) {
        data[i + channel] =
            Corruption.pixel(value == 0 ? lifted : (data[i + channel] & 0xff) * lifted / value);
      }
    }
    return new RgbImage(image.width(), image.height(), data);
  }
}
