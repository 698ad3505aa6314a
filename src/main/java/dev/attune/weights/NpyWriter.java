package dev.attune.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a matrix of fp32 as NumPy's {@code .npy}, version 1.0, row by row; how many rows there are
 * is known at the end only. The format: {@code numpy.lib.format}.
 */
public final class NpyWriter implements AutoCloseable {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** Room for any number of rows; the data begin at a multiple of 64, as NumPy has it. */
  private static final int HEADER = 128;

  private final FileChannel out;
  private final int width;
  private long rows;

  /**
   * @param file is replaced
   * @param width of a row
   */
  public NpyWriter(Path file, int width) throws IOException {
    this.width = width;
    out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    out.position(HEADER);
  }

  /** Adds rows, row-major. */
  public void add(float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    rows += values.length / width;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      String words =
          "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, width);
      int length = HEADER - MAGIC.length - Short.BYTES;
      ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      header.put(MAGIC).putShort((short) length);
      header.put(words.getBytes(StandardCharsets.US_ASCII));
      while (header.position() < HEADER - 1) {
        header.put((byte) ' ');
      }
      header.put((byte) '\n').flip();
      long at = 0;
      while (header.hasRemaining()) {
        at += out.write(header, at);
      }
    }
  }
}
