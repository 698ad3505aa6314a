package dev.attune.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a weights file, by position and little-endian. A file on disk is mapped part by part
 * and never held as a whole; a resource is in memory. Every failure is a {@link WeightsException}
 * that names the file.
 */
final class WeightsFile implements AutoCloseable {
  private final String origin;
  private final long size;
  private final @Nullable FileChannel channel;
  private final ByteBuffer memory;

  private WeightsFile(String origin, long size, @Nullable FileChannel channel, ByteBuffer memory) {
    this.origin = origin;
    this.size = size;
    this.channel = channel;
    this.memory = memory;
  }

  static WeightsFile open(Path path) {
    String origin = String.valueOf(path.getFileName());
    if (!Files.isRegularFile(path)) {
      throw new WeightsException(origin, "is missing, or not a file");
    }
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new WeightsFile(origin, channel.size(), channel, ByteBuffer.allocate(0));
    } catch (IOException e) {
      throw new WeightsException(origin, "cannot be read", e);
    }
  }

  static WeightsFile of(String origin, byte[] bytes) {
    return new WeightsFile(origin, bytes.length, null, ByteBuffer.wrap(bytes));
  }

  String origin() {
    return origin;
  }

  long size() {
    return size;
  }

  /** A copy of some bytes. */
  ByteBuffer copy(long position, int length) {
    ByteBuffer copy = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    if (position < 0 || position > size - length) {
      throw new WeightsException(origin, "is truncated");
    }
    if (channel == null) {
      return copy.put(memory.slice((int) position, length)).flip();
    }
    try {
      while (copy.hasRemaining()) {
        if (channel.read(copy, position + copy.position()) < 0) {
          throw new WeightsException(origin, "is truncated");
        }
      }
    } catch (IOException e) {
      throw new WeightsException(origin, "cannot be read", e);
    }
    return copy.flip();
  }

  /**
   * A read-only view of some bytes, mapped when the file is on disk.
   *
   * @param what what they are, for messages
   */
  ByteBuffer view(String what, long position, long length) {
    if (length > Integer.MAX_VALUE) {
      throw new WeightsException(origin, what + " is larger than 2 GB");
    }
    if (position < 0 || position > size - length) {
      throw new WeightsException(origin, what + " lies outside the file; it may be truncated");
    }
    ByteBuffer bytes;
    if (channel == null) {
      bytes = memory.slice((int) position, (int) length).asReadOnlyBuffer();
    } else {
      try {
        bytes = channel.map(FileChannel.MapMode.READ_ONLY, position, length);
      } catch (IOException e) {
        throw new WeightsException(origin, what + " cannot be read", e);
      }
    }
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new WeightsException(origin, "cannot be closed", e);
      }
    }
  }
}
