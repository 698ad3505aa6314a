package dev.attune.dataset.folder;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The content of a list that comes packed by gzip. What is broken, or unpacks to more than any list
 * of captions has, is a {@link RegistrationException} that names the file.
 */
final class PackedInput extends FilterInputStream {
  /** The end of the names of packed files. */
  static final String END = ".gz";

  private static final long MAX_BYTES = 4L << 30;
  private static final int BUFFER = 1 << 16;

  private final String source;
  private long read;

  private PackedInput(InputStream unpacked, String source) {
    super(unpacked);
    this.source = source;
  }

  /** A file's content, unpacked where its name says that it is packed. */
  static InputStream open(Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    String name = file.getFileName().toString();
    if (!name.endsWith(END)) {
      return bytes;
    }
    try {
      return new PackedInput(new GZIPInputStream(bytes, BUFFER), name);
    } catch (ZipException | EOFException e) {
      bytes.close();
      throw unsound(name, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count;
    try {
      count = super.read(bytes, from, length);
    } catch (ZipException | EOFException e) {
      throw unsound(source, e);
    }
    read += Math.max(count, 0);
    if (read > MAX_BYTES) {
      throw new RegistrationException("path", source + ": unpacks to more than 4 GB");
    }
    return count;
  }

  private static RegistrationException unsound(String source, IOException e) {
    return new RegistrationException("path", source + ": is no sound gzip file", e);
  }
}
