package dev.attune.vision;

import org.jspecify.annotations.Nullable;

/**
 * How a picture of any shape becomes the square that an encoder sees: it is resized, and then its
 * centre is cut out, or padded where it is smaller.
 *
 * @param size what the resize aims at in pixels, or null for the side of the encoder's input
 * @param fill level of the padding, 0 to 255
 * @param centre where the centre lies when the pixels around it are odd in number
 */
public record Framing(
    Resize resize, @Nullable Integer size, Filter filter, int fill, Centre centre) {

  /** CLIP's: shorter side with the antialiased bicubic filter, then the centre. */
  public static final Framing CENTRE_CROP = of(Resize.SHORTEST, Filter.BICUBIC);

  /** SigLIP's: the whole picture, both sides with the antialiased bicubic filter. */
  public static final Framing SQUASH = of(Resize.SQUASH, Filter.BICUBIC);

  /** Which sides get the size. */
  public enum Resize {
    /** The shorter; what lies beside the centre is not seen. */
    SHORTEST,
    /** Both, whatever the picture's shape. */
    SQUASH,
    /** The longer; beside the shorter there is padding. */
    LONGEST,
    /** Neither. */
    NONE
  }

  /** Rounding of half a pixel. */
  public enum Centre {
    /** To the even neighbour, as torchvision and OpenCLIP do it. */
    ROUNDED,
    /** Down, as transformers does it. */
    FLOORED
  }

  /** A framing to the side of the encoder's input, as torchvision does it, padded with black. */
  public static Framing of(Resize resize, Filter filter) {
    return new Framing(resize, null, filter, 0, Centre.ROUNDED);
  }

  /** Pixels {@code length} of a side, seen from {@code from} on. */
  private record Span(int from, int length) {}

  /**
   * Frames a picture.
   *
   * @param resolution {@code R}, in pixels
   * @return {@code R} x {@code R} pixels
   */
  public RgbImage frame(RgbImage image, int resolution) {
    int target = size == null ? resolution : size;
    int width = resized(image.width(), image.height(), target);
    int height = resized(image.height(), image.width(), target);
    Span columns = span(width, resolution);
    Span rows = span(height, resolution);
    Box window = new Box(columns.from, rows.from, columns.length, rows.length);
    RgbImage seen =
        rowsFirst(image, width, height)
            ? Resampling.resize(
                    image.transposed(),
                    Box.of(image).transposed(),
                    height,
                    width,
                    filter,
                    window.transposed())
                .transposed()
            : Resampling.resize(image, Box.of(image), width, height, filter, window);
    return window.width() == resolution && window.height() == resolution
        ? seen
        : seen.padded(resolution, fill);
  }

  /**
   * Whether the height is resized before the width; both are rounded to levels, so it shows. Pillow
   * 13 does so where much more of the height goes. What is cut out is the papers' CLIP's, whose
   * Pillow was older and always began with the width.
   */
  private boolean rowsFirst(RgbImage image, int width, int height) {
    return resize != Resize.SHORTEST
        && image.height() > height
        && image.height() - height > 2 * (image.width() - width);
  }

  private int resized(int side, int other, int target) {
    return switch (resize) {
      case SHORTEST ->
          side <= other
              ? target
              : Math.toIntExact((long) target * side / other); // cut, not rounded
      case SQUASH -> target;
      case LONGEST ->
          (int) Math.max(1, Math.rint(side / ((double) Math.max(side, other) / target)));
      case NONE -> side;
    };
  }

  private Span span(int size, int resolution) {
    if (size <= resolution) {
      return new Span(0, size);
    }
    double middle = (size - resolution) / 2.0;
    return new Span(
        (int) (centre == Centre.ROUNDED ? Math.rint(middle) : Math.floor(middle)), resolution);
  }
}
