package dev.attune.vision.decode;

/**
 * The first directory of a TIFF structure (TIFF 6.0, section 2), which EXIF data are, too.
 *
 * @param start where the structure begins; offsets count from there
 * @param at where the directory begins
 */
record TiffDirectory(Bytes file, int start, long at) {
  private static final int MAX_ENTRIES = 1000;
  private static final int SHORT = 3;

  static TiffDirectory of(byte[] file, int start) {
    Bytes tiff = new Bytes(file, new Bytes(file, true).has(start, "MM"));
    return new TiffDirectory(tiff, start, start + tiff.u32(start + 4L));
  }

  /** Whether a structure begins here. */
  static boolean is(byte[] file, int start) {
    return PictureFormat.starts(file, start, "II*\0") || PictureFormat.starts(file, start, "MM\0*");
  }

  /** The first number of a tag, or another where there is no such tag. */
  long value(int tag, long otherwise) {
    int entries = Math.min(MAX_ENTRIES, file.u16(at));
    for (int i = 0; i < entries; i++) {
      long entry = at + 2 + 12L * i;
      if (file.u16(entry) == tag) {
        boolean two = file.u16(entry + 2) == SHORT;
        boolean inside = file.u32(entry + 4) <= (two ? 2 : 1);
        long where = inside ? entry + 8 : start + file.u32(entry + 8);
        return two ? file.u16(where) : file.u32(where);
      }
    }
    return otherwise;
  }
}
