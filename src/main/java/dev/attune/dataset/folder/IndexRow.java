package dev.attune.dataset.folder;

import org.jspecify.annotations.Nullable;

/**
 * A sample as it was found; one line of a registration's index.
 *
 * @param file relative to the data set's folder
 * @param size in bytes, 0 where it cannot be read
 * @param modified in milliseconds; tells a resumed registration what it need not read again
 * @param sha256 of its content, empty where it cannot be read
 * @param problem why it cannot be used, or null
 */
record IndexRow(
    String file, int label, long size, long modified, String sha256, @Nullable String problem) {

  private static final int FIELDS = 6;

  String line() {
    return "%s\t%d\t%d\t%d\t%s\t%s\n"
        .formatted(file, label, size, modified, sha256, problem == null ? "" : problem);
  }

  /** The row of a line without its end, or null when the line is torn. */
  static @Nullable IndexRow parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != FIELDS) {
      return null;
    }
    try {
      return new IndexRow(
          parts[0],
          Integer.parseInt(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]),
          parts[4],
          parts[5].isEmpty() ? null : parts[5]);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What of it counts for the fingerprint: not when the file was touched. */
  String identity() {
    return "%s\t%d\t%d\t%s\n".formatted(file, label, size, sha256);
  }
}
