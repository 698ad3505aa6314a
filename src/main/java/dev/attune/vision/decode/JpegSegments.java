package dev.attune.vision.decode;

/** Walks the segments of a JPEG (ITU-T T.81, annex B). */
final class JpegSegments {
  static final int SOI = 0xd8;
  static final int EOI = 0xd9;
  static final int SOS = 0xda;

  private final Bytes file;
  private long at = 2;

  JpegSegments(Bytes file) {
    this.file = file;
  }

  /**
   * A segment.
   *
   * @param at where its content begins, after its length
   * @param length of the content
   */
  record Segment(int marker, int at, int length) {

    /** SOF0 to SOF15 but DHT, JPG and DAC. */
    boolean isFrame() {
      return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Of an application, or a comment. */
    boolean isAside() {
      return marker >= 0xe0 && marker <= 0xef || marker == 0xfe;
    }
  }

  /** The next segment; the data of a scan, which come after its own, are passed over. */
  Segment next() {
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
      if (marker == EOI) {
        return new Segment(marker, (int) at, 0);
      }
      int length = Math.max(2, file.u16(at));
      Segment segment = new Segment(marker, (int) at + 2, length - 2);
      at += length;
      return segment;
    }
  }
}
