package dev.attune.model.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file: eight bytes of header length, a JSON header, raw little-endian tensors. A
 * file on disk is memory-mapped tensor by tensor; a resource is held in memory.
 */
public final class SafetensorsFile implements TensorSource {
  private final String origin;
  private final SafetensorsHeader header;
  private final @Nullable FileChannel channel;
  private final ByteBuffer memory;

  private SafetensorsFile(
      String origin, SafetensorsHeader header, @Nullable FileChannel channel, ByteBuffer memory) {
    this.origin = origin;
    this.header = header;
    this.channel = channel;
    this.memory = memory;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws WeightsException when it is missing, truncated or not a safetensors file
   */
  public static SafetensorsFile open(Path path) {
    String origin = String.valueOf(path.getFileName());
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        long size = channel.size();
        ByteBuffer prefix = readFully(origin, channel, 0, SafetensorsHeader.PREFIX_BYTES);
        int length = SafetensorsHeader.length(origin, prefix, size);
        ByteBuffer json = readFully(origin, channel, SafetensorsHeader.PREFIX_BYTES, length);
        SafetensorsHeader header = SafetensorsHeader.parse(origin, json.array(), size);
        return new SafetensorsFile(origin, header, channel, ByteBuffer.allocate(0));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new WeightsException(origin, "cannot be read", e);
    }
  }

  /** Reads a whole stream into memory; meant for the small models in the jar. */
  public static SafetensorsFile read(String origin, InputStream stream) throws IOException {
    byte[] bytes = stream.readAllBytes();
    if (bytes.length < SafetensorsHeader.PREFIX_BYTES) {
      throw new WeightsException(origin, "not a safetensors file, or truncated");
    }
    ByteBuffer memory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = SafetensorsHeader.length(origin, memory, bytes.length);
    byte[] json =
        Arrays.copyOfRange(
            bytes, SafetensorsHeader.PREFIX_BYTES, SafetensorsHeader.PREFIX_BYTES + length);
    return new SafetensorsFile(
        origin, SafetensorsHeader.parse(origin, json, bytes.length), null, memory);
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public Map<String, TensorInfo> tensors() {
    return header.tensors();
  }

  @Override
  public ByteBuffer read(String name) {
    SafetensorsHeader.Range range = header.ranges().get(name);
    if (range == null) {
      throw new WeightsException(origin, "has no tensor " + name);
    }
    long begin = header.dataStart() + range.begin();
    long length = range.end() - range.begin();
    ByteBuffer bytes;
    if (channel == null) {
      bytes = memory.slice((int) begin, (int) length);
    } else {
      try {
        bytes = channel.map(FileChannel.MapMode.READ_ONLY, begin, length);
      } catch (IOException | IllegalArgumentException e) {
        throw new WeightsException(origin, "tensor %s cannot be read".formatted(name), e);
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

  private static ByteBuffer readFully(String origin, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new WeightsException(origin, "not a safetensors file, or truncated");
      }
    }
    return buffer.flip();
  }
}
