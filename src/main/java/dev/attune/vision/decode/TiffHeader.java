package dev.attune.vision.decode;

import java.util.Set;

/** What a TIFF says of its first picture; what cannot be read is refused by name. */
final class TiffHeader {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int COLOURS = 262;
  private static final int SAMPLES = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int PLANES = 284;
  private static final int TILE_LENGTH = 323;
  private static final int FORMAT = 339;

  private static final int CMYK = 5;
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;
  private static final int UNSIGNED = 1;

  /** None, fax, LZW, JPEG, deflate and PackBits. */
  private static final Set<Long> COMPRESSIONS =
      Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 32773L, 32946L);

  private TiffHeader() {}

  static PictureHeader of(String name, byte[] file) {
    TiffDirectory tags = TiffDirectory.of(file, 0);
    long samples = tags.value(SAMPLES, 1);
    if (samples > (tags.value(COLOURS, 0) == CMYK ? 5 : 4)) {
      throw new PictureException(
          name, "has %d channels; TIFFs in grey, RGB and CMYK are read".formatted(samples));
    }
    if (tags.value(FORMAT, UNSIGNED) != UNSIGNED || tags.value(BITS, 1) > 16) {
      throw new PictureException(
          name,
          "has samples of %d bits, or with a sign; TIFFs of up to 16 bits without one are read"
              .formatted(tags.value(BITS, 1)));
    }
    long compression = tags.value(COMPRESSION, 1);
    if (!COMPRESSIONS.contains(compression)) {
      throw new PictureException(
          name,
          "has TIFF's compression %d, which is not read; save it with LZW or deflate"
              .formatted(compression));
    }
    return PictureHeader.of(
        PictureFormat.TIFF,
        tags.value(WIDTH, 0),
        tags.value(HEIGHT, 0),
        Orientation.ofTiff(file, 0));
  }

  /**
   * Whether rows are stored one after the other, in strips, and all samples of a pixel together.
   */
  static boolean isByRow(byte[] file) {
    TiffDirectory tags = TiffDirectory.of(file, 0);
    long compression = tags.value(COMPRESSION, 1);
    return tags.value(TILE_LENGTH, 0) == 0
        && compression != OLD_JPEG
        && compression != JPEG
        && (tags.value(PLANES, 1) == 1 || tags.value(SAMPLES, 1) == 1);
  }

  /** How many rows are packed together where they are not stored one after the other. */
  static int rowsTogether(byte[] file) {
    TiffDirectory tags = TiffDirectory.of(file, 0);
    long strip = tags.value(ROWS_PER_STRIP, Integer.MAX_VALUE);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, tags.value(TILE_LENGTH, strip)));
  }
}
