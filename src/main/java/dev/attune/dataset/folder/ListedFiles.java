package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Samples that a file lists. Every row is checked before the first is handed over. */
final class ListedFiles implements Listing {
  private static final int MAX_SHOWN = 5;
  private static final int ROWS_TRIED = 20;

  /** Reads the list from its start. */
  @FunctionalInterface
  interface Rows {
    void forEach(RowVisitor visitor) throws IOException;
  }

  /** Takes one row. */
  @FunctionalInterface
  interface RowVisitor {
    /**
     * @param where the row, for messages
     * @param file as the list has it
     */
    void row(String where, String file, int label) throws IOException;
  }

  private final String prefix;
  private final Rows rows;
  private final List<String> classNames;
  private final List<String> notes;

  private ListedFiles(String prefix, Rows rows, List<String> classNames, List<String> notes) {
    this.prefix = prefix;
    this.rows = rows;
    this.classNames = List.copyOf(classNames);
    this.notes = List.copyOf(notes);
  }

  /**
   * Finds the folder that the list means, the root or one directly below, and checks all rows.
   *
   * @throws RegistrationException naming the rows whose file is missing, outside the folder, or
   *     named before
   */
  static ListedFiles check(Path root, Rows rows, List<String> classNames, List<String> notes)
      throws IOException {
    String prefix = prefix(root, rows);
    Set<String> seen = new HashSet<>();
    List<String> problems = new ArrayList<>();
    int[] wrong = {0};
    rows.forEach(
        (where, listed, label) -> {
          String file = SafePaths.plain(listed);
          String problem = null;
          if (!SafePaths.isInside(file)) {
            problem = "leads out of the data set's folder";
          } else if (!seen.add(file)) {
            problem = "is named a second time";
          } else if (!Files.exists(root.resolve(prefix + file))) {
            problem = "the file is missing";
          }
          if (problem != null && wrong[0]++ < MAX_SHOWN) {
            problems.add("%s: %s: %s".formatted(where, listed, problem));
          }
        });
    if (wrong[0] > 0) {
      String more = wrong[0] > MAX_SHOWN ? "; and %d more".formatted(wrong[0] - MAX_SHOWN) : "";
      throw new RegistrationException("path", String.join("; ", problems) + more);
    }
    if (seen.isEmpty()) {
      throw new RegistrationException("path", "the list names no pictures");
    }
    return new ListedFiles(prefix, rows, classNames, notes);
  }

  private static String prefix(Path root, Rows rows) throws IOException {
    List<String> first = new ArrayList<>();
    rows.forEach(
        (where, listed, label) -> {
          String file = SafePaths.plain(listed);
          if (first.size() < ROWS_TRIED && SafePaths.isInside(file)) {
            first.add(file);
          }
        });
    List<String> prefixes = new ArrayList<>(List.of(""));
    ClassFolders.below(root).forEach(f -> prefixes.add(f + "/"));
    return prefixes.stream()
        .filter(p -> first.stream().anyMatch(f -> Files.exists(root.resolve(p + f))))
        .findFirst()
        .orElse("");
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public long forEach(Visitor visitor) throws IOException {
    rows.forEach(
        (where, file, label) ->
            visitor.sample(new ListedSample(prefix + SafePaths.plain(file), label)));
    return 0;
  }
}
