package dev.attune.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor as a PyTorch file describes it: a strided view of a storage. Compared by identity, as
 * PyTorch does.
 */
final class TorchTensor {
  private static final int MAX_DIMENSIONS = 16;

  private final Storage storage;
  private final long offset;
  private final long[] size;
  private final long[] stride;
  private final long count;

  /**
   * A run of values in the file.
   *
   * @param key its name within the file
   * @param count how many values it holds
   */
  record Storage(DataType type, String key, long count) {}

  /**
   * Checks that the view stays within its storage.
   *
   * @param offset where it begins, in values
   * @param stride distance of neighbours along each dimension, in values
   * @throws IllegalArgumentException when it does not
   */
  TorchTensor(Storage storage, long offset, long[] size, long[] stride) {
    this.storage = storage;
    this.offset = offset;
    this.size = size;
    this.stride = stride;
    if (size.length != stride.length || size.length > MAX_DIMENSIONS || offset < 0) {
      throw new IllegalArgumentException("a tensor without a sensible shape");
    }
    try {
      long values = 1;
      long last = offset;
      for (int d = 0; d < size.length; d++) {
        if (size[d] < 0 || stride[d] < 0) {
          throw new IllegalArgumentException("a tensor of negative size");
        }
        values = Math.multiplyExact(values, size[d]);
        last = Math.addExact(last, Math.multiplyExact(Math.max(0, size[d] - 1), stride[d]));
      }
      count = values;
      if (values > storage.count() || (values > 0 && last >= storage.count())) {
        throw new IllegalArgumentException(
            "a tensor of shape %s does not fit its storage of %d values"
                .formatted(new Shape(size), storage.count()));
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a tensor of absurd size", e);
    }
  }

  Storage storage() {
    return storage;
  }

  TensorInfo info() {
    return new TensorInfo(storage.type(), new Shape(size));
  }

  /**
   * The values, row-major.
   *
   * @param what the tensor's name, for messages
   * @param storageBegin where the storage begins in the file
   */
  ByteBuffer read(WeightsFile file, String what, long storageBegin) {
    int item = storage.type().getNumOfBytes();
    long begin = storageBegin + offset * item;
    if (contiguous()) {
      return file.view(what, begin, count * item);
    }
    if (count > Integer.MAX_VALUE / item) {
      throw new WeightsException(file.origin(), what + " is larger than 2 GB");
    }
    long span = 1;
    for (int d = 0; d < size.length; d++) {
      span += (size[d] - 1) * stride[d];
    }
    ByteBuffer view = file.view(what, begin, span * item);
    ByteBuffer values = ByteBuffer.allocate((int) count * item);
    copy(view, 0, 0, values);
    return values.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Appends all values after the first {@code d} indices. */
  private void copy(ByteBuffer view, int d, long at, ByteBuffer values) {
    int item = storage.type().getNumOfBytes();
    if (d == size.length) {
      values.put(view.slice((int) at * item, item));
      return;
    }
    for (long i = 0; i < size[d]; i++) {
      copy(view, d + 1, at + i * stride[d], values);
    }
  }

  private boolean contiguous() {
    long expected = 1;
    for (int d = size.length - 1; d >= 0; d--) {
      if (size[d] > 1 && stride[d] != expected) {
        return count == 0;
      }
      expected *= size[d];
    }
    return true;
  }
}
