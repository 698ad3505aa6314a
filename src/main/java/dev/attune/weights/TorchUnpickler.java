package dev.attune.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pickles that PyTorch writes and no others. It knows the instructions of protocol 2 and
 * the few of protocol 4 that are used, names from {@link TorchGlobals} only, and bounds every
 * length before it allocates.
 */
final class TorchUnpickler extends Unpickler {
  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_INSTRUCTIONS = 2_000_000;

  private static final int MAX_NAME = 100;

  private final Map<String, TorchTensor.Storage> storages = new HashMap<>();
  private int instructions;

  private TorchUnpickler() {}

  /**
   * Reads one pickle.
   *
   * @param what the pickle's name, for messages
   * @param size how many bytes it may take at most
   * @throws WeightsException when it is no pickle of PyTorch, truncated or hostile
   */
  static Result read(WeightsFile file, String what, long position, long size) {
    TorchUnpickler unpickler = new TorchUnpickler();
    int bytes = (int) Math.min(size, MAX_BYTES);
    Slice slice = new Slice(file.view(what, position, bytes));
    try {
      Object value = unpickler.load(slice);
      return new Result(value, position + bytes - slice.available(), unpickler.storages);
    } catch (IOException | RuntimeException e) {
      boolean ours = e instanceof PickleException || e instanceof IllegalArgumentException;
      throw new WeightsException(
          file.origin(),
          what + (ours ? " cannot be used: " + e.getMessage() : " is not a pickle, or truncated"),
          e);
    }
  }

  /**
   * What a pickle held.
   *
   * @param end where it ends in the file
   * @param storages all that it refers to, by their keys
   */
  record Result(@Nullable Object value, long end, Map<String, TorchTensor.Storage> storages) {}

  @Override
  protected Object dispatch(short key) throws IOException {
    if (++instructions > MAX_INSTRUCTIONS) {
      throw new PickleException("it has too many instructions");
    }
    switch (key) {
      case Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.STOP,
          Opcodes.MARK,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.SHORT_BINSTRING,
          Opcodes.SHORT_BINBYTES,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_LIST,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.BINPERSID -> {
        return super.dispatch(key);
      }
      case Opcodes.BINUNICODE, Opcodes.BINSTRING ->
          stack.add(new String(bytes(), StandardCharsets.UTF_8));
      case Opcodes.BINBYTES -> stack.add(bytes());
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.APPEND -> append(Collections.singletonList(stack.pop()));
      case Opcodes.APPENDS -> append(stack.pop_all_since_marker());
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        Object name = stack.pop();
        put((Map<?, ?>) stack.peek(), name, value);
      }
      case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
      case Opcodes.GLOBAL -> global(PickleUtils.readline(input), PickleUtils.readline(input));
      case Opcodes.STACK_GLOBAL -> {
        String name = (String) stack.pop();
        global((String) stack.pop(), name);
      }
      case Opcodes.REDUCE, Opcodes.NEWOBJ -> reduce();
      case Opcodes.BUILD -> build();
      default ->
          throw new PickleException("it has the instruction %d, which is not used".formatted(key));
    }
    return NO_RETURN_VALUE;
  }

  private byte[] bytes() throws IOException {
    int length = PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, Integer.BYTES));
    if (length < 0 || length > input.available()) {
      throw new PickleException("it is truncated, or claims a text of %d bytes".formatted(length));
    }
    return PickleUtils.readbytes(input, length);
  }

  private void append(List<?> items) {
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) stack.peek();
    list.addAll(items);
  }

  private void setItems(List<Object> items) {
    Map<?, ?> map = (Map<?, ?>) stack.peek();
    for (int i = 0; i < items.size(); i += 2) {
      put(map, items.get(i), items.get(i + 1));
    }
  }

  /**
   * Puts an entry into a map of the pickle. Keys that hash by content could hash for ever.
   *
   * @throws PickleException when the key is neither a text, a number nor a tensor
   */
  static void put(Map<?, ?> map, Object key, @Nullable Object value) {
    if (key instanceof String || key instanceof Number || key instanceof TorchTensor) {
      @SuppressWarnings("unchecked")
      Map<Object, @Nullable Object> target = (Map<Object, @Nullable Object>) map;
      target.put(key, value);
    } else {
      throw new PickleException("it has a dictionary with a key that is no name");
    }
  }

  private void global(String module, String name) {
    stack.add(
        TorchGlobals.find(module, name)
            .orElseThrow(
                () ->
                    new PickleException(
                        "it asks for %s, which is not on the list of what a weights file may name"
                            .formatted(shortened(module + "." + name)))));
  }

  private void reduce() {
    Object[] args = (Object[]) stack.pop();
    stack.add(((IObjectConstructor) stack.pop()).construct(args));
  }

  /** Gives an inert object its attributes; those of a dictionary are metadata and left out. */
  private void build() {
    Object state = stack.pop();
    if (stack.peek() instanceof TorchGlobals.Inert object && state instanceof Map<?, ?> values) {
      object.attributes().putAll(values);
    }
  }

  /** {@code ('storage', type, key, location, number of values[, view])}. */
  @Override
  protected Object persistentLoad(Object id) {
    if (id instanceof Object[] parts
        && parts.length >= 5
        && "storage".equals(parts[0])
        && parts[1] instanceof TorchGlobals.StorageType type
        && parts[2] instanceof String key
        && (parts.length == 5 || parts[5] == null)) {
      long count = TorchGlobals.number(parts[4]);
      if (count < 0 || count > Long.MAX_VALUE / Double.BYTES) {
        throw new PickleException("it has a storage of absurd size");
      }
      TorchTensor.Storage storage = new TorchTensor.Storage(type.type(), key, count);
      storages.put(key, storage);
      return storage;
    }
    throw new PickleException("it has a reference that is not to a storage");
  }

  private static String shortened(String name) {
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "...";
  }

  /** The file's bytes as the stream that the library reads. */
  private static final class Slice extends InputStream {
    private final ByteBuffer bytes;

    Slice(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, bytes.remaining());
      bytes.get(target, offset, count);
      return count;
    }

    @Override
    public int available() {
      return bytes.remaining();
    }
  }
}
