package dev.attune.vision.decode;

import java.io.IOException;
import javax.imageio.ImageReader;

/** Tells whether a file holds more frames than the one that is read. */
final class Animation {
  private static final int PNG_SIGNATURE = 8;

  private Animation() {}

  /**
   * Looks beyond the first frame.
   *
   * @param reader of the file, which has read the first frame
   */
  static boolean of(PictureFormat format, byte[] file, ImageReader reader) {
    return switch (format) {
      case GIF, TIFF -> hasSecondFrame(reader);
      case PNG -> hasAnimationControl(new Bytes(file, true));
      case WEBP -> new Webp(file).animated();
      case JPEG, BMP -> false;
    };
  }

  private static boolean hasSecondFrame(ImageReader reader) {
    try {
      return reader.getNumImages(true) > 1;
    } catch (IOException | RuntimeException e) {
      return true; // what cannot be read comes after a first frame that could be
    }
  }

  /** An APNG has a chunk {@code acTL} before its pixels. */
  private static boolean hasAnimationControl(Bytes file) {
    long at = PNG_SIGNATURE;
    while (at + 8 <= file.length() && !file.has(at + 4, "IDAT")) {
      if (file.has(at + 4, "acTL")) {
        return true;
      }
      at += 12 + file.u32(at);
    }
    return false;
  }
}
