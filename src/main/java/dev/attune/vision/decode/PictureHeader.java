package dev.attune.vision.decode;

import org.jspecify.annotations.Nullable;

/**
 * What a file says of its picture before anything is decoded.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param colours of a JPEG; null for other formats
 */
record PictureHeader(
    PictureFormat format,
    int width,
    int height,
    Orientation orientation,
    @Nullable JpegColours colours) {

  /**
   * Reads the header.
   *
   * @throws PictureException when the bytes are no picture, or end before the size is known
   */
  static PictureHeader of(String name, byte[] file) {
    if (file.length == 0) {
      throw new PictureException(name, "the file is empty");
    }
    PictureFormat format =
        PictureFormat.of(file)
            .orElseThrow(
                () -> new PictureException(name, "is no JPEG, PNG, WebP, GIF or BMP picture"));
    PictureHeader header;
    try {
      header =
          switch (format) {
            case JPEG -> JpegHeader.of(name, file);
            case PNG -> png(name, new Bytes(file, true));
            case GIF -> gif(new Bytes(file, false));
            case BMP -> bmp(name, new Bytes(file, false));
            case WEBP -> webp(name, new Bytes(file, false));
          };
    } catch (Bytes.TruncatedException e) {
      throw new PictureException(name, "the file is cut off within its header", e);
    }
    if (header.width < 1 || header.height < 1) {
      throw new PictureException(
          name, "has no pixels: %d x %d".formatted(header.width, header.height));
    }
    return header;
  }

  long pixels() {
    return (long) width * height;
  }

  private static PictureHeader plain(PictureFormat format, long width, long height) {
    return new PictureHeader(format, clamp(width), clamp(height), Orientation.NORMAL, null);
  }

  private static int clamp(long value) {
    return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, value));
  }

  private static PictureHeader png(String name, Bytes file) {
    if (!file.has(12, "IHDR")) {
      throw new PictureException(name, "is no sound PNG: it does not start with its header");
    }
    return plain(PictureFormat.PNG, file.u32(16), file.u32(20));
  }

  private static PictureHeader gif(Bytes file) {
    return plain(PictureFormat.GIF, file.u16(6), file.u16(8));
  }

  private static PictureHeader bmp(String name, Bytes file) {
    long size = file.u32(14);
    if (size == 12) {
      return plain(PictureFormat.BMP, file.u16(18), file.u16(20));
    }
    if (size < 40) {
      throw new PictureException(name, "is no BMP picture of a known kind");
    }
    // A negative height says that the rows are stored from the top.
    return plain(PictureFormat.BMP, (int) file.u32(18), Math.abs((long) (int) file.u32(22)));
  }

  private static PictureHeader webp(String name, Bytes file) {
    // The lossless decoder fills up with black where a file ends too soon, and does not say so.
    if (8 + file.u32(4) > file.length()) {
      throw new PictureException(name, "the file is cut off");
    }
    if (file.has(12, "VP8X")) {
      return plain(PictureFormat.WEBP, 1 + u24(file, 24), 1 + u24(file, 27));
    }
    if (file.has(12, "VP8L")) {
      long bits = file.u32(21);
      return plain(PictureFormat.WEBP, 1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
    }
    if (file.has(12, "VP8 ")) {
      return plain(PictureFormat.WEBP, file.u16(26) & 0x3fff, file.u16(28) & 0x3fff);
    }
    throw new PictureException(name, "is no WebP picture of a known kind");
  }

  private static long u24(Bytes file, int at) {
    return file.u16(at) | (long) file.u8(at + 2) << 16;
  }
}
