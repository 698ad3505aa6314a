package dev.attune.vision.decode;

/** Reads the segments of a JPEG up to its frame header. */
final class JpegHeader {
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
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
    JpegSegments segments = new JpegSegments(file);
    while (true) {
      JpegSegments.Segment segment = segments.next();
      if (segment.marker() == JpegSegments.SOS || segment.marker() == JpegSegments.EOI) {
        throw new PictureException(name, "is no sound JPEG: it has no frame header");
      }
      if (segment.isFrame()) {
        return frame(segment.at());
      }
      application(segment.marker(), segment.at(), segment.length());
    }
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
