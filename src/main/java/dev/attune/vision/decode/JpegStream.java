package dev.attune.vision.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A JPEG as Java's own decoder gets it: without what applications added, which could only mislead
 * it, and with a marker that says what the samples are.
 *
 * @param plain whether Java's own decoder gives its rows as colours: there are no four inks, and
 *     its frame is one that libjpeg knows
 * @param scans how many passes over the picture there are
 * @param held bytes of coefficients that are held at once: those of all blocks where there are
 *     several scans, and else none
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record JpegStream(byte[] file, boolean plain, int scans, long held) {
  /** The last frame whose entropy coding libjpeg reads, which is that of progressive ones. */
  private static final int PROGRESSIVE = 0xc2;

  /** Version 1.1, no units, a density of 1 x 1, no thumbnail. */
  private static final String JFIF = "\u00ff\u00e0\0\u0010JFIF\0\1\1\0\0\1\0\1\0\0";

  /** Version 100, no flags, no transform. */
  private static final String ADOBE = "\u00ff\u00ee\0\u000eAdobe\0d\0\0\0\0\0";

  static JpegStream of(byte[] bytes, PictureHeader header, JpegColours colours) {
    Bytes file = new Bytes(bytes, true);
    JpegSegments segments = new JpegSegments(file);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    out.write(0xff);
    out.write(JpegSegments.SOI);
    out.writeBytes(marker(colours).getBytes(StandardCharsets.ISO_8859_1));
    int frame = 0;
    double samples = 0;
    while (true) {
      JpegSegments.Segment segment = segments.next();
      if (segment.marker() == JpegSegments.SOS) {
        boolean once = frame < PROGRESSIVE && file.u8(segment.at()) == colours.components();
        long held = once ? 0 : (long) (2 * samples * header.pixels());
        if (frame > PROGRESSIVE || colours.components() == 4) {
          return new JpegStream(bytes, false, 1, held);
        }
        out.write(bytes, segment.at() - 4, bytes.length - segment.at() + 4);
        return new JpegStream(out.toByteArray(), true, once ? 1 : scans(segments), held);
      }
      if (segment.marker() == JpegSegments.EOI) {
        throw new Bytes.TruncatedException();
      }
      if (segment.isFrame()) {
        frame = segment.marker();
        samples = samples(file, segment.at() + 5);
      }
      if (!segment.isAside()) {
        out.write(
            bytes,
            segment.at() - 4,
            Math.min(segment.length() + 4, bytes.length - segment.at() + 4));
      }
    }
  }

  /** How many scans there are, of which the first was met. */
  private static int scans(JpegSegments segments) {
    int scans = 1;
    try {
      for (int marker = 0; marker != JpegSegments.EOI; marker = segments.next().marker()) {
        scans += marker == JpegSegments.SOS ? 1 : 0;
      }
    } catch (Bytes.TruncatedException e) {
      return scans; // the decoder finds out, too
    }
    return scans;
  }

  private static String marker(JpegColours colours) {
    return switch (colours) {
      case YCBCR -> JFIF;
      case RGB -> ADOBE;
      default -> "";
    };
  }

  /** How many samples a pixel has, where some components are stored smaller than others. */
  private static double samples(Bytes file, long at) {
    int all = 0;
    int most = 1;
    for (int i = 0; i < file.u8(at); i++) {
      int factors = file.u8(at + 2 + 3L * i);
      int blocks = (factors >> 4) * (factors & 15);
      all += blocks;
      most = Math.max(most, blocks);
    }
    return (double) all / most;
  }
}
