package dev.attune.dataset.folder;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads comma-separated values row by row (RFC 4180, UTF-8); another separator may be given. */
final class CsvReader implements Closeable {
  private static final int MAX_ROW = 1 << 16;
  private static final int END = -1;

  private final Reader reader;
  private final String source;
  private final char separator;
  private final boolean quotes;
  private int line = 1;
  private int start = 1;
  private int peeked = END - 1;

  CsvReader(Path file) throws IOException {
    this(file, ',');
  }

  CsvReader(Path file, char separator) throws IOException {
    this(file, separator, true);
  }

  /** Where a quote is a letter like others. */
  static CsvReader unquoted(Path file, char separator) throws IOException {
    return new CsvReader(file, separator, false);
  }

  private CsvReader(Path file, char separator, boolean quotes) throws IOException {
    this.separator = separator;
    this.quotes = quotes;
    reader = Files.newBufferedReader(file);
    source = file.getFileName().toString();
    if (peek() == '\ufeff') {
      read();
    }
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
    try {
      List<String> row = row();
      while (row != null && row.size() == 1 && row.get(0).isBlank()) {
        row = row();
      }
      return row;
    } catch (MalformedInputException e) {
      throw new RegistrationException(
          "path", "%s, line %d: is not in UTF-8".formatted(source, line), e);
    }
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
