package dev.attune.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.razorvine.pickle.Opcodes;

/** Writes the pickle of a state dictionary, tensor {@code i} in storage {@code i}. */
final class StateDictPickle {
  private static final int PROTOCOL = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private StateDictPickle() {}

  static byte[] of(Map<String, NDArray> tensors, DataType floats) {
    StateDictPickle pickle = new StateDictPickle();
    pickle.op(Opcodes.PROTO);
    pickle.out.write(PROTOCOL);
    pickle.emptyMap();
    pickle.op(Opcodes.MARK);
    int key = 0;
    for (Map.Entry<String, NDArray> e : tensors.entrySet()) {
      pickle.text(e.getKey());
      pickle.tensor(e.getValue(), Stored.type(e.getValue(), floats), key++);
    }
    pickle.op(Opcodes.SETITEMS);
    pickle.op(Opcodes.STOP);
    return pickle.out.toByteArray();
  }

  /** {@code _rebuild_tensor_v2(storage, 0, size, stride, False, OrderedDict())}. */
  private void tensor(NDArray tensor, DataType type, int key) {
    long[] size = tensor.getShape().getShape();
    long[] stride = new long[size.length];
    long values = 1;
    for (int d = size.length - 1; d >= 0; d--) {
      stride[d] = values;
      values *= size[d];
    }
    global("torch._utils", "_rebuild_tensor_v2");
    op(Opcodes.MARK);
    op(Opcodes.MARK);
    text("storage");
    global("torch", storage(type));
    text(Integer.toString(key));
    text("cpu");
    number(values);
    op(Opcodes.TUPLE);
    op(Opcodes.BINPERSID);
    number(0);
    numbers(size);
    numbers(stride);
    op(Opcodes.NEWFALSE);
    emptyMap();
    op(Opcodes.TUPLE);
    op(Opcodes.REDUCE);
  }

  private static String storage(DataType type) {
    return switch (type) {
      case FLOAT16 -> "HalfStorage";
      case FLOAT32 -> "FloatStorage";
      case INT64 -> "LongStorage";
      default -> throw new IllegalArgumentException("cannot store tensors of type " + type);
    };
  }

  private void emptyMap() {
    global("collections", "OrderedDict");
    op(Opcodes.EMPTY_TUPLE);
    op(Opcodes.REDUCE);
  }

  private void numbers(long[] values) {
    op(Opcodes.MARK);
    for (long value : values) {
      number(value);
    }
    op(Opcodes.TUPLE);
  }

  private void number(long value) {
    op(Opcodes.LONG1);
    out.write(Long.BYTES);
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op(Opcodes.BINUNICODE);
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(bytes.length)
            .array());
    out.writeBytes(bytes);
  }

  private void global(String module, String name) {
    op(Opcodes.GLOBAL);
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void op(short opcode) {
    out.write(opcode);
  }
}
