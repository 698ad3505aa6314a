package dev.attune.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the entries of a zip file lie (PKWARE's APPNOTE 4.3, with zip64). PyTorch stores tensors
 * uncompressed, so that they can be mapped; what is compressed, such as TorchScript's code, is
 * listed and cannot be read. Checked as hostile: entries are few, apart from each other, within the
 * file, and named without a way out of it.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT = 0xffff;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_BYTES = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int ZIP64_FIELD = 1;
  private static final long UNSET = 0xffffffffL;
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_BYTES = 32 << 20;

  /**
   * One entry.
   *
   * @param header where its local header begins
   * @param begin where its bytes begin
   * @param size how many they are in the file
   */
  record Entry(String name, boolean stored, long header, long begin, long size) {}

  private final WeightsFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private ZipDirectory(WeightsFile file) {
    this.file = file;
  }

  /** Whether a file begins as a zip file does. */
  static boolean isZip(WeightsFile file) {
    return file.size() >= LOCAL_BYTES && file.copy(0, 4).getInt() == LOCAL;
  }

  /**
   * Reads the directory.
   *
   * @throws WeightsException when the file is no zip file, truncated or hostile
   */
  static Map<String, Entry> read(WeightsFile file) {
    ZipDirectory directory = new ZipDirectory(file);
    directory.readEntries();
    directory.checkDisjoint();
    return directory.entries;
  }

  private void readEntries() {
    int tailBytes = (int) Math.min(file.size(), END_BYTES + MAX_COMMENT);
    long tailStart = file.size() - tailBytes;
    ByteBuffer tail = file.copy(tailStart, tailBytes);
    int end = tailBytes - END_BYTES;
    while (end >= 0 && tail.getInt(end) != END) {
      end--;
    }
    if (end < 0) {
      throw broken("it has no zip directory; it may be truncated");
    }
    long count = Short.toUnsignedLong(tail.getShort(end + 10));
    long size = Integer.toUnsignedLong(tail.getInt(end + 12));
    long start = Integer.toUnsignedLong(tail.getInt(end + 16));
    long locator = tailStart + end - LOCATOR_BYTES;
    if (locator >= 0 && file.copy(locator, 4).getInt() == LOCATOR) {
      ByteBuffer end64 = file.copy(file.copy(locator, LOCATOR_BYTES).getLong(8), END64_BYTES);
      if (end64.getInt(0) != END64) {
        throw broken("its zip64 directory is missing");
      }
      count = end64.getLong(32);
      size = end64.getLong(40);
      start = end64.getLong(48);
    }
    if (count < 0 || count > MAX_ENTRIES || size < 0 || size > MAX_BYTES) {
      throw broken("its zip directory claims %d entries in %d bytes".formatted(count, size));
    }
    ByteBuffer records = file.copy(start, (int) size);
    for (long i = 0; i < count; i++) {
      if (records.remaining() < ENTRY_BYTES || records.getInt(records.position()) != ENTRY) {
        throw broken("its zip directory is cut short");
      }
      add(records, start);
    }
  }

  /** Reads one record of the directory and moves past it. */
  private void add(ByteBuffer records, long directoryStart) {
    int at = records.position();
    int flags = records.getShort(at + 8);
    boolean stored = records.getShort(at + 10) == 0;
    long compressed = Integer.toUnsignedLong(records.getInt(at + 20));
    long plain = Integer.toUnsignedLong(records.getInt(at + 24));
    int nameBytes = Short.toUnsignedInt(records.getShort(at + 28));
    int extraBytes = Short.toUnsignedInt(records.getShort(at + 30));
    int commentBytes = Short.toUnsignedInt(records.getShort(at + 32));
    long header = Integer.toUnsignedLong(records.getInt(at + 42));
    if (records.remaining() - ENTRY_BYTES < nameBytes + extraBytes + commentBytes) {
      throw broken("its zip directory is cut short");
    }
    byte[] bytes = new byte[nameBytes];
    records.get(at + ENTRY_BYTES, bytes);
    String name = new String(bytes, StandardCharsets.UTF_8);
    ByteBuffer extra = zip64(records.slice(at + ENTRY_BYTES + nameBytes, extraBytes));
    plain = widened(plain, extra);
    compressed = widened(compressed, extra);
    header = widened(header, extra);
    records.position(at + ENTRY_BYTES + nameBytes + extraBytes + commentBytes);

    checkName(name);
    if ((flags & 1) != 0) {
      throw broken("its entry %s is encrypted".formatted(name));
    }
    if (stored && plain != compressed) {
      throw broken("its entry %s has two sizes".formatted(name));
    }
    if (header < 0 || compressed < 0 || header > directoryStart - LOCAL_BYTES) {
      throw broken("its entry %s lies outside the file".formatted(name));
    }
    ByteBuffer local = file.copy(header, LOCAL_BYTES);
    if (local.getInt(0) != LOCAL) {
      throw broken("its entry %s has no header".formatted(name));
    }
    long begin =
        header
            + LOCAL_BYTES
            + Short.toUnsignedInt(local.getShort(26))
            + Short.toUnsignedInt(local.getShort(28));
    if (compressed > directoryStart - begin) {
      throw broken("its entry %s lies outside the file".formatted(name));
    }
    if (entries.put(name, new Entry(name, stored, header, begin, compressed)) != null) {
      throw broken("it has two entries %s".formatted(name));
    }
  }

  /** The values of the zip64 field among the extra fields, or nothing. */
  private static ByteBuffer zip64(ByteBuffer extra) {
    extra.order(ByteOrder.LITTLE_ENDIAN);
    while (extra.remaining() >= 4) {
      int id = extra.getShort();
      int size = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
      if (id == ZIP64_FIELD) {
        return extra.slice(extra.position(), size).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + size);
    }
    return ByteBuffer.allocate(0);
  }

  private long widened(long value, ByteBuffer extra) {
    if (value != UNSET) {
      return value;
    }
    if (extra.remaining() < Long.BYTES) {
      throw broken("its zip64 directory is cut short");
    }
    return extra.getLong();
  }

  private void checkName(String name) {
    if (name.startsWith("/")
        || name.indexOf('\\') >= 0
        || name.indexOf('\0') >= 0
        || List.of(name.split("/", -1)).contains("..")) {
      throw broken("its entry '%s' leads out of the archive".formatted(name));
    }
  }

  private void checkDisjoint() {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparingLong(Entry::header));
    for (int i = 1; i < sorted.size(); i++) {
      Entry before = sorted.get(i - 1);
      if (sorted.get(i).header() < before.begin() + before.size()) {
        throw broken(
            "its entries %s and %s overlap".formatted(before.name(), sorted.get(i).name()));
      }
    }
  }

  private WeightsException broken(String problem) {
    return new WeightsException(file.origin(), problem);
  }
}
