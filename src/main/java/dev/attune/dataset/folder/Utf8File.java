package dev.attune.dataset.folder;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files of text that people made, which are not always in UTF-8. */
final class Utf8File {
  private Utf8File() {}

  /**
   * Looks through the whole file first, since a reader finds out too late and not in which line.
   *
   * @throws RegistrationException naming the first line that is in another encoding
   */
  static BufferedReader open(Path file) throws IOException {
    String source = file.getFileName().toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int number = 1;
      for (int b = in.read(); ; b = in.read()) {
        if (b >= 0) {
          line.write(b);
        }
        if (b < 0 || b == '\n') {
          check(source, number++, line.toByteArray());
          line.reset();
        }
        if (b < 0) {
          break;
        }
      }
    }
    BufferedReader reader = Files.newBufferedReader(file);
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
    return reader;
  }

  private static void check(String source, int number, byte[] line) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      if (text.indexOf('\0') >= 0) {
        throw wrong(source, number, "UTF-16");
      }
    } catch (CharacterCodingException e) {
      boolean mark = number == 1 && line.length > 1 && (line[0] & 0xff ^ line[1] & 0xff) == 1;
      throw wrong(source, number, mark ? "UTF-16" : "Windows-1252");
    }
  }

  private static RegistrationException wrong(String source, int line, String encoding) {
    return new RegistrationException(
        "path",
        "%s, line %d: is not in UTF-8, but probably in %s; save the file as UTF-8"
            .formatted(source, line, encoding));
  }
}
