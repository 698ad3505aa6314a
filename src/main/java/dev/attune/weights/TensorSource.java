package dev.attune.weights;

import java.nio.ByteBuffer;
import java.util.Map;

/** Named tensors of one file, whatever its format. */
public interface TensorSource extends AutoCloseable {

  /** The file's name, for messages. */
  String origin();

  /** All tensors, in the file's order. */
  Map<String, TensorInfo> tensors();

  /**
   * One tensor's values, row-major and little-endian. Only this tensor is read.
   *
   * @throws WeightsException when it cannot be read
   */
  ByteBuffer read(String name);

  /** The tensors as the file itself has them, where these were made of them. */
  default TensorSource file() {
    return this;
  }

  /**
   * What {@link #file} would have to hold for a tensor to have other values.
   *
   * @param values fp32, row-major and little-endian
   * @return the same values by the file's own names
   */
  default Map<String, ByteBuffer> unmade(String name, ByteBuffer values) {
    return Map.of(name, values);
  }

  @Override
  void close();
}
