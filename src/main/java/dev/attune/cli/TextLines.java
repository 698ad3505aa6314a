package dev.attune.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file of texts, one at a time. */
final class TextLines implements AutoCloseable {
  private final Path file;
  private final BufferedReader reader;
  private int read;

  TextLines(Path file) throws IOException {
    this.file = file;
    reader = Files.newBufferedReader(file);
  }

  /**
   * The next line; null at the end.
   *
   * @throws IOException that names the line which is no UTF-8
   */
  @Nullable String next() throws IOException {
    try {
      String line = reader.readLine();
      read++;
      return line;
    } catch (CharacterCodingException e) {
      throw new IOException(
          "%s is not UTF-8 in line %d or soon after".formatted(file, read + 1), e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
