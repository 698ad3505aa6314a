package dev.attune.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives and pickles by hand, the hostile ones above all. */
final class TestArchives {
  private TestArchives() {}

  /** Bytes written as characters of the same number. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A zip file of uncompressed entries. */
  static Path zip(Path file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(e.getKey());
        CRC32 crc = new CRC32();
        crc.update(e.getValue());
        entry.setSize(e.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(e.getValue());
      }
    }
    return file;
  }

  /** An archive whose pickle has the given instructions, with one storage of 16 bytes. */
  static Path archive(Path file, String pickle) throws IOException {
    return zip(file, Map.of("archive/data.pkl", bytes(pickle), "archive/data/0", new byte[16]));
  }

  /** A pickle's instructions for a text. */
  static String text(String text) {
    int n = text.length();
    return "X"
        + (char) (n & 0xff)
        + (char) (n >> 8 & 0xff)
        + (char) (n >> 16 & 0xff)
        + (char) (n >> 24 & 0xff)
        + text;
  }

  /** A pickle's instructions for a whole number. */
  static String number(long value) {
    StringBuilder out = new StringBuilder("\u008a\b");
    for (int i = 0; i < Long.BYTES; i++) {
      out.append((char) (value >> 8 * i & 0xff));
    }
    return out.toString();
  }

  static String tuple(long... values) {
    StringBuilder out = new StringBuilder("(");
    for (long value : values) {
      out.append(number(value));
    }
    return out.append('t').toString();
  }

  /** A state dictionary with one tensor {@code w} of fp32. */
  static String oneTensor(long storageCount, long offset, String size, String stride) {
    return "\u0080\u0002}"
        + text("w")
        + "ctorch._utils\n_rebuild_tensor_v2\n(("
        + text("storage")
        + "ctorch\nFloatStorage\n"
        + text("0")
        + text("cpu")
        + number(storageCount)
        + "tQ"
        + number(offset)
        + size
        + stride
        + "\u0089ccollections\nOrderedDict\n)RtRs.";
  }
}
