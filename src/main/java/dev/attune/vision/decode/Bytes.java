package dev.attune.vision.decode;

/** Numbers in a file's bytes; every read beyond the end is a {@link TruncatedException}. */
record Bytes(byte[] data, boolean bigEndian) {

  /** The file ends before something its header needs. */
  static final class TruncatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TruncatedException() {
      super("the file is cut off within its header");
    }
  }

  int length() {
    return data.length;
  }

  int u8(long at) {
    if (at < 0 || at >= data.length) {
      throw new TruncatedException();
    }
    return data[(int) at] & 0xff;
  }

  int u16(long at) {
    int first = u8(at);
    int second = u8(at + 1);
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  /** An unsigned 32-bit number. */
  long u32(long at) {
    long first = u16(at);
    long second = u16(at + 2);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  /** Whether ASCII text stands here; false beyond the end. */
  boolean has(long at, String text) {
    if (at < 0 || at + text.length() > data.length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (u8(at + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
