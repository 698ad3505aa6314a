package dev.attune.dataset.folder;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Captions in a CSV with a head, a row a caption. Of the columns one names the file and one holds
 * the caption; the others are passed over. Values may be separated by commas, semicolons, tabs or
 * bars (as in Flickr30k's {@code results.csv}).
 */
final class CsvCaptions implements CaptionSource {
  private static final List<String> FILE =
      List.of("file", "image", "video", "filename", "file_name", "image_name");
  private static final List<String> CAPTION = List.of("caption", "comment", "text");
  private static final String SEPARATORS = ",;\t|";

  private final Path csv;
  private final List<String> fileNames;
  private final List<String> captionNames;

  CsvCaptions(Path csv) {
    this(csv, FILE, CAPTION);
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
    try (CsvReader reader = new CsvReader(csv, separator())) {
      List<String> head = reader.next();
      int file = column(head == null ? List.of() : head, fileNames);
      int caption = column(head == null ? List.of() : head, captionNames);
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

  private static int column(List<String> head, List<String> names) {
    List<String> lower = head.stream().map(h -> h.strip().toLowerCase(Locale.ROOT)).toList();
    return names.stream().mapToInt(lower::indexOf).filter(i -> i >= 0).findFirst().orElse(-1);
  }

  /** That which the head has most of. */
  private char separator() throws IOException {
    int[] counts = new int[SEPARATORS.length()];
    try (Reader reader = Files.newBufferedReader(csv)) {
      for (int c = reader.read(); c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
        int kind = SEPARATORS.indexOf(c);
        if (kind >= 0) {
          counts[kind]++;
        }
      }
    } catch (MalformedInputException e) {
      return ','; // the reader of the rows will name the line
    }
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return SEPARATORS.charAt(most);
  }
}
