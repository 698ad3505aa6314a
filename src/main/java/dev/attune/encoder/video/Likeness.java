package dev.attune.encoder.video;

import ai.djl.ndarray.types.DataType;
import ai.djl.util.Float16Utils;
import dev.attune.weights.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Whether two tensors are the same but for the halves in which one of them may be kept. */
final class Likeness {
  /** Of halves, and of no more; a share of the largest number. */
  private static final float SAME = 2e-3f;

  private static final int HALF_BITS = 16;

  private Likeness() {}

  /**
   * Compares values, row-major and little-endian.
   *
   * @param one what the first holds
   * @param other what the second holds
   */
  static boolean same(TensorInfo one, ByteBuffer first, TensorInfo other, ByteBuffer second) {
    if (!one.shape().equals(other.shape())) {
      return false;
    }
    ByteBuffer a = first.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer b = second.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    float largest = 0;
    float apart = 0;
    for (int i = 0; i < other.shape().size(); i++) {
      float theirs = at(b, other.type(), i);
      largest = Math.max(largest, Math.abs(theirs));
      apart = Math.max(apart, Math.abs(at(a, one.type(), i) - theirs));
    }
    return apart <= SAME * largest;
  }

  private static float at(ByteBuffer values, DataType type, int i) {
    return switch (type) {
      case FLOAT32 -> values.getFloat(Float.BYTES * i);
      case FLOAT16 -> Float16Utils.halfToFloat(values.getShort(Short.BYTES * i));
      case BFLOAT16 -> Float.intBitsToFloat(values.getShort(Short.BYTES * i) << HALF_BITS);
      case FLOAT64 -> (float) values.getDouble(Double.BYTES * i);
      default -> Float.NaN; // NaN is like nothing
    };
  }
}
