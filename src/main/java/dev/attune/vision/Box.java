package dev.attune.vision;

/**
 * A rectangle of whole pixels.
 *
 * @param left distance from the picture's left edge
 * @param top distance from its top edge
 * @param width at least 1
 * @param height at least 1
 */
public record Box(int left, int top, int width, int height) {

  /** The whole picture. */
  public static Box of(RgbImage image) {
    return new Box(0, 0, image.width(), image.height());
  }

  /** The same with rows as columns. */
  Box transposed() {
    return new Box(top, left, height, width);
  }

  /**
   * Checks that the box lies within a grid.
   *
   * @throws IllegalArgumentException when it does not, or is empty
   */
  void checkWithin(int gridWidth, int gridHeight) {
    if (left < 0
        || top < 0
        || width < 1
        || height < 1
        || (long) left + width > gridWidth
        || (long) top + height > gridHeight) {
      throw new IllegalArgumentException(
          "%s is not within %d x %d pixels".formatted(this, gridWidth, gridHeight));
    }
  }
}
