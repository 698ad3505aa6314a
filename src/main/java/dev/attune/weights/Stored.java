package dev.attune.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;

/**
 * A tensor's values as a file keeps them.
 *
 * @param array what the bytes are of
 * @param owned whether the array was converted for this, and is to be closed
 */
record Stored(ByteBuffer bytes, NDArray array, boolean owned) implements AutoCloseable {

  /** The type that a tensor is stored in: the given one, if it holds floating-point numbers. */
  static DataType type(NDArray tensor, DataType floats) {
    return tensor.getDataType().isFloating() ? floats : tensor.getDataType();
  }

  /** A tensor's bytes, row-major and little-endian. */
  static Stored of(NDArray tensor, DataType floats) {
    boolean convert = tensor.getDataType() != type(tensor, floats);
    NDArray stored = convert ? tensor.toType(floats, false) : tensor;
    return new Stored(stored.toByteBuffer(false), stored, convert);
  }

  @Override
  public void close() {
    if (owned) {
      array.close();
    }
  }
}
