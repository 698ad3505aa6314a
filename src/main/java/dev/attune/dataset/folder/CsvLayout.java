package dev.attune.dataset.folder;

import dev.attune.text.Blanks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Pictures named in a CSV with a head: {@code file} (or {@code image}), {@code label}, and where
 * the classes have an order of their own {@code class_index}. Other columns are passed over.
 */
final class CsvLayout {
  private final Path root;
  private final Path csv;
  private final Optional<ClassNames> names;

  CsvLayout(Path root, Path bound) throws IOException {
    this.root = root;
    csv = OnlyFile.of(root, n -> n.endsWith(".csv"), "CSV");
    names = ClassNames.beside(root, bound);
  }

  Listing read() throws IOException {
    boolean[] numbered = {false};
    NumberedClasses numbers = new NumberedClasses();
    TreeSet<String> distinct = new TreeSet<>();
    forEachRow(
        (where, file, label, number) -> {
          if (label.isEmpty()) {
            throw bad(where, "has no label");
          }
          if (number.isEmpty()) {
            distinct.add(label);
          } else {
            numbered[0] = true;
            numbers.add(where, whole(where, number), label);
          }
        });
    if (numbered[0] && !distinct.isEmpty()) {
      throw bad(csv.getFileName().toString(), "some rows have a class_index and some have none");
    }
    List<String> classes =
        numbered[0]
            ? numbers.names()
            : names.map(n -> List.copyOf(n.byFolder().values())).orElse(List.copyOf(distinct));
    Map<String, Integer> labels = labels(classes);
    ListedFiles.Rows rows =
        visitor ->
            forEachRow(
                (where, file, label, number) -> {
                  Integer known =
                      number.isEmpty() ? labels.get(label) : Integer.valueOf(whole(where, number));
                  if (known == null) {
                    throw bad(where, "the label %s is unknown".formatted(label));
                  }
                  visitor.row(where, file, known);
                });
    return ListedFiles.check(
        root, rows, classes, List.of("class names are from " + csv.getFileName()));
  }

  /** By name, and by folder where a file beside the data has both. */
  private Map<String, Integer> labels(List<String> classes) {
    Map<String, Integer> labels = new HashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      labels.putIfAbsent(classes.get(i), i);
    }
    names.ifPresent(
        n -> {
          int i = 0;
          for (String folder : n.byFolder().keySet()) {
            labels.putIfAbsent(folder, i++);
          }
        });
    return labels;
  }

  private interface CsvRow {
    void row(String where, String file, String label, String number) throws IOException;
  }

  private void forEachRow(CsvRow visitor) throws IOException {
    try (CsvReader reader = new CsvReader(csv)) {
      List<String> head = reader.next();
      int file = head == null ? -1 : CsvReader.fileColumn(head);
      int label = head == null ? -1 : CsvReader.column(head, List.of("label"));
      if (head == null || file < 0 || label < 0) {
        throw bad(reader.where(), "must be a head with the columns file and label");
      }
      int number = CsvReader.column(head, List.of("class_index"));
      for (List<String> row = reader.next(); row != null; row = reader.next()) {
        if (row.size() != head.size()) {
          throw bad(
              reader.where(),
              "has %d values, the head has %d columns".formatted(row.size(), head.size()));
        }
        visitor.row(
            reader.where(),
            row.get(file),
            Blanks.plain(row.get(label)),
            number < 0 ? "" : row.get(number));
      }
    }
  }

  /** Tables with gaps are often written with 1.0 for 1. */
  private static int whole(String where, String number) {
    if (!number.matches("\\d{1,7}(\\.0*)?")) {
      throw bad(where, "class_index must be a whole number, not " + number);
    }
    return (int) Double.parseDouble(number);
  }

  private static RegistrationException bad(String where, String what) {
    return new RegistrationException("path", where + ": " + what);
  }
}
