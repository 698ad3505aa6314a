package dev.attune.vision.decode;

import dev.attune.vision.RgbImage;
import dev.attune.vision.RowResampler;
import java.util.Arrays;

/**
 * How a stored picture must be turned to stand upright, in the order of EXIF's orientation (tag
 * 0x0112 of EXIF 2.32).
 */
public enum Orientation {
  NORMAL(false, false, false),
  MIRRORED(true, false, false),
  TURNED_180(true, true, false),
  FLIPPED(false, true, false),
  TRANSPOSED(false, false, true),
  /** Stored so that a quarter turn clockwise rights it. */
  TURNED_LEFT(false, true, true),
  TRANSVERSED(true, true, true),
  /** Stored so that a quarter turn counter-clockwise rights it. */
  TURNED_RIGHT(true, false, true);

  private static final int TAG = 0x0112;

  private final boolean mirrorX;
  private final boolean mirrorY;
  private final boolean swap;

  /**
   * The upright pixel (x, y) is the stored one at (x, y), or (y, x) where swapped, counted from the
   * right or the bottom where mirrored.
   */
  Orientation(boolean mirrorX, boolean mirrorY, boolean swap) {
    this.mirrorX = mirrorX;
    this.mirrorY = mirrorY;
    this.swap = swap;
  }

  /**
   * The orientation of a picture whose upright pixel (x, y) is the stored one at (x, y).
   *
   * @param mirrorX counted from the right
   * @param mirrorY counted from the bottom
   * @param swap or at (y, x)
   */
  public static Orientation of(boolean mirrorX, boolean mirrorY, boolean swap) {
    return Arrays.stream(values())
        .filter(o -> o.mirrorX == mirrorX && o.mirrorY == mirrorY && o.swap == swap)
        .findFirst()
        .orElseThrow();
  }

  /** Reads the tag from a TIFF structure; anything odd means {@link #NORMAL}. */
  static Orientation ofTiff(byte[] file, int start) {
    if (!TiffDirectory.is(file, start)) {
      return NORMAL;
    }
    try {
      long value = TiffDirectory.of(file, start).value(TAG, 1);
      return value >= 1 && value <= 8 ? values()[(int) value - 1] : NORMAL;
    } catch (Bytes.TruncatedException e) {
      return NORMAL;
    }
  }

  /** The same for pictures whose rows come one after the other. */
  RowResampler.Turn turn() {
    return new RowResampler.Turn(mirrorX, mirrorY, swap);
  }

  /** The picture, upright. */
  public RgbImage apply(RgbImage image) {
    if (this == NORMAL) {
      return image;
    }
    int w = image.width();
    int h = image.height();
    int width = swap ? h : w;
    int height = swap ? w : h;
    byte[] out = new byte[3 * width * height];
    int o = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sx = swap ? y : x;
        int sy = swap ? x : y;
        int from = 3 * ((mirrorY ? h - 1 - sy : sy) * w + (mirrorX ? w - 1 - sx : sx));
        out[o++] = image.data()[from];
        out[o++] = image.data()[from + 1];
        out[o++] = image.data()[from + 2];
      }
    }
    return new RgbImage(width, height, out);
  }
}
