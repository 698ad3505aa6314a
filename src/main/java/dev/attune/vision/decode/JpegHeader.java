package dev.attune.vision.decode;

/** Walks the segments of a JPEG (ITU-T T.81, annex B) up to its frame header. */
final class JpegHeader {
  private static final int SOI = 0xd8;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int SOS = 0xda;
  private static final int NO_ADOBE = -1;

  private final String name;
  private final Bytes file;
  private boolean jfif;
  private int adobe = NO_ADOBE;
  private Orientation orientation = Orientation.NORMAL;

  private JpegHeader(String name, byte[] file) {
    this.name = name;
    this.file = new Bytes(file, true);
  }

  static PictureHeader of(String name, byte[] file) {
    return new JpegHeader(name, file).read();
  }

  private PictureHeader read() {
    long at = 2;
    while (true) {
      // Fill bytes may stand before a marker, and some writers leave rubbish there.
      while (file.u8(at) != 0xff || file.u8(at + 1) == 0xff || file.u8(at + 1) == 0) {
        at++;
      }
      int marker = file.u8(at + 1);
      at += 2;
      if (marker == SOI || (marker >= 0xd0 && marker <= 0xd7) || marker == 0x01) {
        continue; // these stand alone
      }
      if (marker == SOS || marker == 0xd9) {
        throw new PictureException(name, "is no sound JPEG: it has no frame header");
      }
      int length = file.u16(at);
      if (isFrame(marker)) {
        return frame(at + 2);
      }
      application(marker, (int) at + 2, length - 2);
      at += Math.max(2, length);
    }
  }

  /** SOF0 to SOF15 but DHT, JPG and DAC. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private void application(int marker, int at, int length) {
    if (marker == APP0 && file.has(at, "JFIF\0")) {
      jfif = true;
    } else if (marker == APP1 && file.has(at, "Exif\0")) {
      orientation = Orientation.ofTiff(file.data(), at + 6);
    } else if (marker == APP14 && length >= 12 && file.has(at, "Adobe")) {
      adobe = file.u8(at + 11);
    }
  }

  private PictureHeader frame(long at) {
    if (file.u8(at) != 8) {
      throw new PictureException(
          name, "has %d bits a sample; JPEGs of 8 are read".formatted(file.u8(at)));
    }
    return new PictureHeader(
        PictureFormat.JPEG,
        file.u16(at + 3),
        file.u16(at + 1),
        orientation,
        colours(at + 6, file.u8(at + 5)));
  }

  /** As libjpeg's {@code default_decompress_parms} guesses. */
  private JpegColours colours(long at, int components) {
    return switch (components) {
      case 1 -> JpegColours.GREY;
      case 3 -> isRgb(at) ? JpegColours.RGB : JpegColours.YCBCR;
      case 4 -> adobe == NO_ADOBE || adobe == 0 ? JpegColours.CMYK : JpegColours.YCCK;
      default ->
          throw new PictureException(
              name, "has %d components; JPEGs of 1, 3 and 4 are read".formatted(components));
    };
  }

  private boolean isRgb(long at) {
    if (jfif) {
      return false;
    }
    if (adobe != NO_ADOBE) {
      return adobe == 0;
    }
    return file.u8(at) == 'R' && file.u8(at + 3) == 'G' && file.u8(at + 6) == 'B';
  }
}
