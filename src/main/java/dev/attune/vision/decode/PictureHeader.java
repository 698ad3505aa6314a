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
  private static final int BMP_COMPRESSION = 30;

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
                () ->
                    new PictureException(
                        name,
                        ForeignFile.title(file)
                            .map("is %s; JPEG, PNG, WebP, GIF, BMP and TIFF are read"::formatted)
                            .orElse("is no JPEG, PNG, WebP, GIF, BMP or TIFF picture")));
    PictureHeader header;
    try {
      header =
          switch (format) {
            case JPEG -> JpegHeader.of(name, file);
            case PNG -> png(name, new Bytes(file, true));
            case GIF -> gif(new Bytes(file, false));
            case BMP -> bmp(name, new Bytes(file, false));
            case WEBP -> new Webp(file).header(name);
            case TIFF -> TiffHeader.of(name, file);
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

  /** Of a format whose colours its decoder knows. */
  static PictureHeader of(PictureFormat format, long width, long height, Orientation orientation) {
    return new PictureHeader(format, clamp(width), clamp(height), orientation, null);
  }

  private static PictureHeader plain(PictureFormat format, long width, long height) {
    return of(format, width, height, Orientation.NORMAL);
  }

  private static int clamp(long value) {
    return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, value));
  }

  private static PictureHeader png(String name, Bytes file) {
    if (!file.has(12, "IHDR")) {
      throw new PictureException(name, "is no sound PNG: it does not start with its header");
    }
    return of(PictureFormat.PNG, file.u32(16), file.u32(20), pngOrientation(file));
  }

  /** The chunk may stand after the pixels. */
  private static Orientation pngOrientation(Bytes file) {
    for (long at = 8; at + 8 <= file.length(); at += 12 + file.u32(at)) {
      if (file.has(at + 4, "eXIf")) {
        return Orientation.ofTiff(file.data(), (int) at + 8);
      }
    }
    return Orientation.NORMAL;
  }

  private static PictureHeader gif(Bytes file) {
    return plain(PictureFormat.GIF, file.u16(6), file.u16(8));
  }

  /** Whether the pixels are packed as runs, of which none can be found without those before. */
  static boolean isRunLengthBmp(byte[] bytes) {
    Bytes file = new Bytes(bytes, false);
    return file.u32(14) >= 40 && (file.u32(BMP_COMPRESSION) == 1 || file.u32(BMP_COMPRESSION) == 2);
  }

  private static PictureHeader bmp(String name, Bytes file) {
    long size = file.u32(14);
    if (size == 12) {
      return plain(PictureFormat.BMP, file.u16(18), file.u16(20));
    }
    if (size < 40) {
      throw new PictureException(name, "is no BMP picture of a known kind");
    }
    long compression = file.u32(BMP_COMPRESSION);
    if (compression == 4 || compression == 5) {
      throw new PictureException(name, "holds a JPEG or a PNG in a BMP, which is not read");
    }
    // A negative height says that the rows are stored from the top.
    return plain(PictureFormat.BMP, (int) file.u32(18), Math.abs((long) (int) file.u32(22)));
  }
}
