package dev.attune.vision.decode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kinds of picture that are read. What a file is called does not matter, only its bytes. */
public enum PictureFormat {
  JPEG,
  PNG,
  GIF,
  BMP,
  WEBP,
  TIFF;

  /** The kind that the first bytes announce. */
  static Optional<PictureFormat> of(byte[] bytes) {
    if (starts(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (starts(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (starts(bytes, 0, "GIF87a") || starts(bytes, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP")) {
      return Optional.of(WEBP);
    }
    if (TiffDirectory.is(bytes, 0)) {
      return Optional.of(TIFF);
    }
    return starts(bytes, 0, "BM") ? Optional.of(BMP) : Optional.empty();
  }

  static boolean starts(byte[] bytes, int offset, String signature) {
    byte[] expected = signature.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < expected.length; i++) {
      if (offset + i >= bytes.length || bytes[offset + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
