package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Captions in a CSV with a head, a row a caption. Of the columns one names the file and one holds
 * the caption; the others are passed over.
 */
final class CsvCaptions implements CaptionSource {
  private static final List<String> CAPTION = List.of("caption", "comment", "text");

  private final Path csv;

  CsvCaptions(Path csv) {
    this.csv = csv;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    try (CsvReader reader = new CsvReader(csv)) {
      List<String> head = reader.next();
      int file = CsvReader.fileColumn(head == null ? List.of() : head);
      int caption = CsvReader.column(head == null ? List.of() : head, CAPTION);
      if (head == null || file < 0 || caption < 0) {
        throw new RegistrationException(
            "path",
            "%s: must be a head with the columns file (or image) and caption"
                .formatted(reader.where()));
      }
      for (List<String> row = reader.next(); row != null; row = reader.next()) {
        String where = reader.where();
        if (row.size() == head.size()) {
          visitor.entry(new Entry(where, row.get(file), false, List.of(row.get(caption))));
        } else {
          visitor.leftOut(
              Flaw.UNUSABLE,
              "%s: has %d values, the head has %d columns"
                  .formatted(where, row.size(), head.size()));
        }
      }
    }
  }
}
