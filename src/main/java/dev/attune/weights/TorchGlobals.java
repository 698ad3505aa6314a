package dev.attune.weights;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;

/**
 * The allow-list of what a PyTorch file's pickle may name. Everything here makes plain data: a map,
 * a list, a tensor's description, or an {@link Inert} object. Nothing of the file is ever run.
 */
final class TorchGlobals {
  /**
   * An object of a class that this program does not have: a module of a TorchScript archive, or
   * what a training leaves beside its weights. It only holds what the file says of it.
   */
  record Inert(String type, Map<Object, Object> attributes) {
    Inert(String type) {
      this(type, new LinkedHashMap<>());
    }

    // by identity: attributes may lead back to the object
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return type;
    }
  }

  /** The class of a storage, as {@code torch.HalfStorage}. */
  record StorageType(DataType type) implements IObjectConstructor {
    @Override
    public Object construct(Object[] args) {
      throw new PickleException("a storage outside a tensor");
    }
  }

  private static final Map<String, IObjectConstructor> ALLOWED =
      Map.ofEntries(
          Map.entry("collections.OrderedDict", TorchGlobals::map),
          Map.entry("collections.defaultdict", args -> new LinkedHashMap<>()),
          Map.entry("__builtin__.dict", TorchGlobals::map),
          Map.entry("builtins.dict", TorchGlobals::map),
          Map.entry("torch._utils._rebuild_tensor", TorchGlobals::tensor),
          Map.entry("torch._utils._rebuild_tensor_v2", TorchGlobals::tensor),
          Map.entry("torch._utils._rebuild_parameter", args -> args[0]),
          Map.entry("torch.jit._pickle.build_intlist", args -> args[0]),
          Map.entry("torch.jit._pickle.build_doublelist", args -> args[0]),
          Map.entry("torch.jit._pickle.build_boollist", args -> args[0]),
          Map.entry("torch.jit._pickle.build_tensorlist", args -> args[0]),
          Map.entry("torch.jit._pickle.restore_type_tag", args -> args[0]),
          storage("Double", DataType.FLOAT64),
          storage("Float", DataType.FLOAT32),
          storage("Half", DataType.FLOAT16),
          storage("BFloat16", DataType.BFLOAT16),
          storage("Long", DataType.INT64),
          storage("Int", DataType.INT32),
          storage("Short", DataType.INT16),
          storage("Char", DataType.INT8),
          storage("Byte", DataType.UINT8),
          storage("Bool", DataType.BOOLEAN),
          // what a training writes beside its weights: scores, settings
          inert("torch.Size"),
          inert("torch.device"),
          inert("numpy.core.multiarray.scalar"),
          inert("numpy._core.multiarray.scalar"),
          inert("numpy.dtype"),
          inert("_codecs.encode"),
          inert("argparse.Namespace"));

  /** Modules whose classes become inert: TorchScript's own, and optimisers with their schedules. */
  private static final List<String> INERT_MODULES = List.of("__torch__", "torch.optim");

  private TorchGlobals() {}

  /** What stands for a name, or nothing when the name is not allowed. */
  static Optional<IObjectConstructor> find(String module, String name) {
    String full = module + "." + name;
    IObjectConstructor known = ALLOWED.get(full);
    if (known == null
        && INERT_MODULES.stream().anyMatch(m -> module.equals(m) || module.startsWith(m + "."))) {
      known = args -> new Inert(full);
    }
    return Optional.ofNullable(known);
  }

  private static Map.Entry<String, IObjectConstructor> storage(String name, DataType type) {
    return Map.entry("torch." + name + "Storage", new StorageType(type));
  }

  private static Map.Entry<String, IObjectConstructor> inert(String name) {
    return Map.entry(name, args -> new Inert(name));
  }

  /** {@code OrderedDict()} or {@code OrderedDict([[key, value], ...])}. */
  private static Object map(Object[] args) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (args.length > 0) {
      for (Object pair : (List<?>) args[0]) {
        Object[] items = pair instanceof List<?> list ? list.toArray() : (Object[]) pair;
        TorchUnpickler.put(map, items[0], items[1]);
      }
    }
    return map;
  }

  /** {@code _rebuild_tensor_v2(storage, offset, size, stride, ...)}. */
  private static Object tensor(Object[] args) {
    return new TorchTensor(
        (TorchTensor.Storage) args[0], number(args[1]), numbers(args[2]), numbers(args[3]));
  }

  static long number(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new PickleException("a size is not a whole number");
  }

  private static long[] numbers(Object tuple) {
    List<Long> numbers = new ArrayList<>();
    for (Object value : (Object[]) tuple) {
      numbers.add(number(value));
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}
