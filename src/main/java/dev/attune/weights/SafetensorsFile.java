package dev.attune.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A safetensors file: eight bytes of header length, a JSON header, raw little-endian tensors. A
 * file on disk is memory-mapped tensor by tensor; a resource is held in memory.
 */
public final class SafetensorsFile implements TensorSource {
  private final WeightsFile file;
  private final SafetensorsHeader header;

  private SafetensorsFile(WeightsFile file) {
    this.file = file;
    this.header = SafetensorsHeader.read(file);
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws WeightsException when it is missing, truncated or not a safetensors file
   */
  public static SafetensorsFile open(Path path) {
    WeightsFile file = WeightsFile.open(path);
    try {
      return new SafetensorsFile(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Reads a whole stream into memory; meant for the small models in the jar. */
  public static SafetensorsFile read(String origin, InputStream stream) throws IOException {
    return new SafetensorsFile(WeightsFile.of(origin, stream.readAllBytes()));
  }

  @Override
  public String origin() {
    return file.origin();
  }

  @Override
  public Map<String, TensorInfo> tensors() {
    return header.tensors();
  }

  @Override
  public ByteBuffer read(String name) {
    SafetensorsHeader.Range range = header.ranges().get(name);
    if (range == null) {
      throw new WeightsException(origin(), "has no tensor " + name);
    }
    return file.view(
        "tensor " + name, header.dataStart() + range.begin(), range.end() - range.begin());
  }

  @Override
  public void close() {
    file.close();
  }
}
