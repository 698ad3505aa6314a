package dev.attune.dataset.folder;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The index while it is written. What an earlier try wrote is read back first, as long as it fits;
 * from there on it is written anew.
 */
final class IndexJournal implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private @Nullable InputStream earlier;
  private @Nullable OutputStream out;
  private long read;

  IndexJournal(Path file) throws IOException {
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    earlier = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
  }

  /** The next row of the earlier try; null when there is none, or it has been left. */
  @Nullable IndexRow earlier() throws IOException {
    InputStream in = earlier;
    if (in == null) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return IndexRow.parse(line.toString(StandardCharsets.UTF_8));
      }
      line.write(c);
    }
    return null;
  }

  /** Keeps the row that {@link #earlier()} gave. */
  void keep(IndexRow row) {
    read += bytes(row).length;
  }

  /** Leaves the earlier try, and writes a row after what was kept of it. */
  void write(IndexRow row) throws IOException {
    end().write(bytes(row));
  }

  /** Brings all rows to the file. */
  void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  /** Drops what is left of the earlier try: the rows are complete. */
  void complete() throws IOException {
    end().flush();
  }

  private OutputStream end() throws IOException {
    OutputStream known = out;
    if (known == null) {
      earlier = null;
      channel.truncate(read);
      channel.position(read);
      known = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      out = known;
    }
    return known;
  }

  private static byte[] bytes(IndexRow row) {
    return row.line().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    try {
      flush();
    } finally {
      channel.close();
    }
  }
}
