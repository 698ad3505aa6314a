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

  @Override
  void close();
}
