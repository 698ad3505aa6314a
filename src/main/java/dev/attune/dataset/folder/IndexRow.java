package dev.attune.dataset.folder;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sample as it was found; one line of a registration's index.
 *
 * @param file relative to the data set's folder
 * @param size in bytes, 0 where it cannot be read
 * @param modified in milliseconds; tells a resumed registration what it need not read again
 * @param sha256 of its content, empty where it cannot be read
 * @param problem why it cannot be used, or null
 * @param cut whether it is a video that ends too soon, which can be used all the same
 * @param captions at the line's end, none where the set has classes
 */
record IndexRow(
    String file,
    int label,
    long size,
    long modified,
    String sha256,
    @Nullable String problem,
    boolean cut,
    List<String> captions) {

  private static final int FIELDS = 6;

  /** In the place of a problem, which begins with the file's name. */
  private static final String CUT = "cut off";

  /** The row of a sample that was read. */
  static IndexRow read(
      ListedSample sample, long size, long modified, String sha256, @Nullable String problem) {
    return new IndexRow(
        sample.file(), sample.label(), size, modified, sha256, problem, false, sample.captions());
  }

  /** The same of a video that ends too soon. */
  IndexRow cutOff() {
    return new IndexRow(file, label, size, modified, sha256, problem, true, captions);
  }

  /** The row of a sample that cannot be read. */
  static IndexRow unread(ListedSample sample, String problem) {
    return read(sample, 0, 0, "", problem);
  }

  /** Whether it is what the list says now. */
  boolean is(ListedSample sample) {
    return sample.equals(new ListedSample(file, label, captions));
  }

  String line() {
    return "%s\t%d\t%d\t%d\t%s\t%s%s\n"
        .formatted(
            file,
            label,
            size,
            modified,
            sha256,
            cut ? CUT : Objects.requireNonNullElse(problem, ""),
            tail());
  }

  /** The row of a line without its end, or null when the line is torn. */
  static @Nullable IndexRow parse(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length < FIELDS) {
      return null;
    }
    try {
      return new IndexRow(
          parts[0],
          Integer.parseInt(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]),
          parts[4],
          parts[5].isEmpty() || parts[5].equals(CUT) ? null : parts[5],
          parts[5].equals(CUT),
          List.of(Arrays.copyOfRange(parts, FIELDS, parts.length)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What of it counts for the fingerprint: not when the file was touched. */
  String identity() {
    return "%s\t%d\t%d\t%s%s\n".formatted(file, label, size, sha256, tail());
  }

  private String tail() {
    return captions.isEmpty() ? "" : "\t" + String.join("\t", captions);
  }
}
