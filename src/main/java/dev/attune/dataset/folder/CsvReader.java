package dev.attune.dataset.folder;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads separated values row by row (RFC 4180, UTF-8). The separator is that which the head has
 * most of: a comma, a semicolon, a tab or a bar (as in Flickr30k's {@code results.csv}).
 */
final class CsvReader implements Closeable {
  private static final int MAX_ROW = 1 << 16;
  private static final int END = -1;
  private static final int MAX_HEAD = 1 << 13;
  private static final String SEPARATORS = ",;\t|";
  static final List<String> FILE =
      List.of("file", "image", "video", "filename", "file_name", "image_name");

  private final BufferedReader reader;
  private final String source;
  private final char separator;
  private final boolean quotes;
  private int line = 1;
  private int start = 1;
  private int peeked = END - 1;

  /**
   * Separated by what stands in the first line most often.
   *
   * @throws RegistrationException when the file is not in UTF-8
   */
  CsvReader(Path file) throws IOException {
    this(file, null);
  }

  /** Where a quote is a letter like others. */
  static CsvReader unquoted(Path file, char separator) throws IOException {
    return new CsvReader(file, separator);
  }

  private CsvReader(Path file, @Nullable Character unquoted) throws IOException {
    source = file.getFileName().toString();
    reader = Utf8File.open(file);
    quotes = unquoted == null;
    separator = unquoted == null ? separator() : unquoted;
  }

  private char separator() throws IOException {
    reader.mark(MAX_HEAD);
    char[] head = new char[MAX_HEAD];
    String first = new String(head, 0, Math.max(0, reader.read(head))).split("\\R", 2)[0];
    reader.reset();
    return SEPARATORS.charAt(
        IntStream.range(0, SEPARATORS.length())
            .boxed()
            .max(
                Comparator.<Integer>comparingLong(i -> count(first, SEPARATORS.charAt(i)))
                    .thenComparing(Comparator.reverseOrder()))
            .orElseThrow());
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** The column that names the picture's file, or -1. */
  static int fileColumn(List<String> head) {
    return column(head, FILE);
  }

  /** The first column that the head has of some, in any case; or -1. */
  static int column(List<String> head, List<String> names) {
    List<String> lower = head.stream().map(h -> h.strip().toLowerCase(Locale.ROOT)).toList();
    return names.stream().mapToInt(lower::indexOf).filter(i -> i >= 0).findFirst().orElse(-1);
  }

  /** Where the last row began, for messages. */
  String where() {
    return "%s, line %d".formatted(source, start);
  }

  /**
   * The next row that is not blank, or null at the end.
   *
   * @throws RegistrationException naming the line that is broken
   */
  @Nullable List<String> next() throws IOException {
    List<String> row = row();
    while (row != null && row.size() == 1 && row.get(0).isBlank()) {
      row = row();
    }
    return row;
  }

  private @Nullable List<String> row() throws IOException {
    start = line;
    if (peek() == END) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    int length = 0;
    while (true) {
      String field = quotes && peek() == '"' ? quoted() : plain();
      length += field.length();
      fields.add(field);
      if (length > MAX_ROW) {
        throw broken("is too long");
      }
      int next = read();
      if (next == '\r' && peek() == '\n') {
        next = read();
      }
      if (next == '\n' || next == END) {
        return fields;
      }
      if (next != separator) {
        throw broken("has text beside a quoted value");
      }
    }
  }

  private String plain() throws IOException {
    StringBuilder field = new StringBuilder();
    while (peek() != separator && peek() != '\n' && peek() != '\r' && peek() != END) {
      append(field, read());
    }
    return field.toString().strip();
  }

  private String quoted() throws IOException {
    StringBuilder field = new StringBuilder();
    read();
    while (true) {
      int c = read();
      if (c == END) {
        throw broken("has a quote that never ends");
      }
      if (c == '"') {
        if (peek() != '"') {
          return field.toString();
        }
        read();
      }
      append(field, c);
    }
  }

  private void append(StringBuilder field, int c) {
    if (field.length() >= MAX_ROW) {
      throw broken("is too long");
    }
    field.append((char) c);
  }

  private int peek() throws IOException {
    if (peeked < END) {
      peeked = reader.read();
    }
    return peeked;
  }

  private int read() throws IOException {
    int c = peek();
    peeked = END - 1;
    line += c == '\n' ? 1 : 0;
    return c;
  }

  private RegistrationException broken(String what) {
    return new RegistrationException("path", where() + ": the row " + what);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
