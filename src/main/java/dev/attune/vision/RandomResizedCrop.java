package dev.attune.vision;

import java.util.random.RandomGenerator;

/**
 * Draws boxes of random area and aspect ratio, as torchvision's transformation of that name.
 *
 * @param minScale least share of the picture's area, above 0 and at most 1; the greatest is 1
 */
public record RandomResizedCrop(double minScale) {
  private static final double MIN_RATIO = 3.0 / 4;
  private static final double MAX_RATIO = 4.0 / 3;
  private static final int TRIES = 10;

  public RandomResizedCrop {
    if (!(minScale > 0 && minScale <= 1)) {
      throw new IllegalArgumentException("the least crop scale is in (0, 1], not " + minScale);
    }
  }

  /** A box of a picture of {@code width x height} pixels. */
  public Box draw(int width, int height, RandomGenerator random) {
    double area = (double) width * height;
    double minLog = StrictMath.log(MIN_RATIO);
    double maxLog = StrictMath.log(MAX_RATIO);
    for (int i = 0; i < TRIES; i++) {
      double target = area * (minScale + (1 - minScale) * random.nextDouble());
      // StrictMath, because the box must be the same on every platform
      double ratio = StrictMath.exp(minLog + (maxLog - minLog) * random.nextDouble());
      int w = (int) Math.rint(Math.sqrt(target * ratio));
      int h = (int) Math.rint(Math.sqrt(target / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        int top = random.nextInt(height - h + 1);
        return new Box(random.nextInt(width - w + 1), top, w, h);
      }
    }
    return central(width, height);
  }

  /** The largest central box whose aspect ratio is within the limits. */
  static Box central(int width, int height) {
    double ratio = (double) width / height;
    int w = width;
    int h = height;
    if (ratio < MIN_RATIO) {
      h = (int) Math.rint(width / MIN_RATIO);
    } else if (ratio > MAX_RATIO) {
      w = (int) Math.rint(height * MAX_RATIO);
    }
    return new Box((width - w) / 2, (height - h) / 2, w, h);
  }
}
