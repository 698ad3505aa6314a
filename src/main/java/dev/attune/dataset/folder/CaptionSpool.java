package dev.attune.dataset.folder;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;

/**
 * Brings captions together by their pictures without holding them: they are written to a temporary
 * file as they come, each with the place of the one before it of the same picture.
 */
final class CaptionSpool implements Closeable {
  private static final int HEAD = Long.BYTES + Integer.BYTES;
  private static final int BUFFER = 1 << 16;
  private static final long NONE = -1;

  private final FileChannel channel;
  private final long[] last;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long written;

  /**
   * @param pictures how many there are
   */
  CaptionSpool(int pictures) throws IOException {
    Path file = Files.createTempFile("captions", ".spool");
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    last = new long[pictures];
    Arrays.fill(last, NONE);
  }

  /** Takes a caption of at most {@link CaptionListing#MAX_CAPTION} characters. */
  void add(int picture, String caption) throws IOException {
    byte[] text = caption.getBytes(StandardCharsets.UTF_8);
    if (buffer.remaining() < HEAD + text.length) {
      flush();
    }
    buffer.putLong(last[picture]).putInt(text.length).put(text);
    last[picture] = written;
    written += HEAD + text.length;
  }

  /** A picture's captions, in the order in which they came. */
  List<String> captions(int picture) throws IOException {
    flush();
    LinkedList<String> captions = new LinkedList<>();
    for (long at = last[picture]; at != NONE; ) {
      ByteBuffer head = read(at, HEAD);
      ByteBuffer text = read(at + HEAD, head.getInt(Long.BYTES));
      captions.addFirst(StandardCharsets.UTF_8.decode(text).toString());
      at = head.getLong(0);
    }
    return List.copyOf(captions);
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("the temporary file of captions ends early");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
