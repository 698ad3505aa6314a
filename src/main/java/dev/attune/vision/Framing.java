package dev.attune.vision;

/** How a picture of any shape becomes the square that an encoder sees. */
@FunctionalInterface
public interface Framing {

  /**
   * Shorter side to {@code R} pixels with the antialiased bicubic filter, then the centre: what
   * lies beside it is not seen.
   */
  Framing CENTRE_CROP =
      (image, resolution) -> {
        int w = image.width();
        int h = image.height();
        int width = w <= h ? resolution : longSide(w, h, resolution);
        int height = h <= w ? resolution : longSide(h, w, resolution);
        Box window =
            new Box(offset(width, resolution), offset(height, resolution), resolution, resolution);
        return Resampling.resize(image, Box.of(image), width, height, Filter.BICUBIC, window);
      };

  /** The whole picture, both sides to {@code R} pixels with the antialiased bicubic filter. */
  Framing SQUASH =
      (image, resolution) -> Resampling.resize(image, resolution, resolution, Filter.BICUBIC);

  /**
   * Frames a picture.
   *
   * @param resolution {@code R}, in pixels
   * @return {@code R} x {@code R} pixels
   */
  RgbImage frame(RgbImage image, int resolution);

  private static int longSide(int side, int shorter, int resolution) {
    return Math.toIntExact((long) resolution * side / shorter);
  }

  /** Halves go to the even neighbour, as Python's {@code round} does it. */
  private static int offset(int size, int resolution) {
    return (int) Math.rint((size - resolution) / 2.0);
  }
}
