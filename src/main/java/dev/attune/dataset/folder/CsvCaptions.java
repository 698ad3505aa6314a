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
  private final List<String> fileNames;
  private final List<String> captionNames;

  CsvCaptions(Path csv) {
    this(csv, CsvReader.FILE, CAPTION);
  }

  /**
   * @param fileNames names that the column of the file may have
   * @param captionNames names that the column of the caption may have
   */
  CsvCaptions(Path csv, List<String> fileNames, List<String> captionNames) {
    this.csv = csv;
    this.fileNames = fileNames;
    this.captionNames = captionNames;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    try (CsvReader reader = new CsvReader(csv)) {
      List<String> head = reader.next();
      int file = CsvReader.column(head == null ? List.of() : head, fileNames);
      int caption = CsvReader.column(head == null ? List.of() : head, captionNames);
      if (head == null || file < 0 || caption < 0) {
        throw new RegistrationException(
            "path",
            "%s: must be a head with the columns %s (or another of %s) and %s"
                .formatted(reader.where(), fileNames.get(0), fileNames, captionNames.get(0)));
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
