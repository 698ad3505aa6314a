package dev.attune.weights;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file that PyTorch wrote: {@code torch.save}'s zip archive, its older form without one (before
 * 1.6), or TorchScript's archive, as OpenAI's CLIPs come. Tensors are mapped one by one, and
 * nothing in the file is run.
 */
public final class TorchFile implements TensorSource {
  private static final BigInteger LEGACY_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final int LEGACY_VERSION = 1001;
  private static final int PICKLE_START = 0x80;
  private static final String DATA = "data.pkl";

  private final WeightsFile file;
  private final Map<String, TorchTensor> byName;
  private final Map<String, Long> storages;
  private final boolean script;
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

  private TorchFile(WeightsFile file, StateDict state, Map<String, Long> storages) {
    this.file = file;
    this.byName = state.tensors();
    this.storages = storages;
    this.script = state.script();
    byName.forEach((name, tensor) -> tensors.put(name, tensor.info()));
  }

  /**
   * Opens a file and checks all it says of its tensors.
   *
   * @throws WeightsException when it is not PyTorch's, truncated or hostile
   */
  public static TorchFile open(Path path) {
    WeightsFile file = WeightsFile.open(path);
    try {
      return ZipDirectory.isZip(file) ? archive(file) : legacy(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Whether a file begins as PyTorch's do. A safetensors file may begin like a pickle, with the
   * length of its header, but then the header follows.
   */
  static boolean isTorch(WeightsFile file) {
    if (ZipDirectory.isZip(file)) {
      return true;
    }
    if (file.size() <= Long.BYTES) {
      return false;
    }
    ByteBuffer start = file.copy(0, Long.BYTES + 1);
    return Byte.toUnsignedInt(start.get(0)) == PICKLE_START && start.get(Long.BYTES) != '{';
  }

  private static TorchFile archive(WeightsFile file) {
    Map<String, ZipDirectory.Entry> entries = ZipDirectory.read(file);
    List<String> roots =
        entries.keySet().stream()
            .filter(n -> n.endsWith("/" + DATA) && n.indexOf('/') == n.length() - DATA.length() - 1)
            .map(n -> n.substring(0, n.length() - DATA.length()))
            .toList();
    if (roots.size() != 1) {
      throw new WeightsException(
          file.origin(),
          "is a zip file, but not PyTorch's: it has %d data.pkl".formatted(roots.size()));
    }
    String root = roots.get(0);
    ZipDirectory.Entry order = entries.get(root + "byteorder");
    if (order != null && !"little".equals(text(file, order))) {
      throw new WeightsException(file.origin(), "was written in another byte order");
    }
    ZipDirectory.Entry pickle = stored(file, entries, root + DATA);
    StateDict state =
        StateDict.of(
            file.origin(), TorchUnpickler.read(file, DATA, pickle.begin(), pickle.size()).value());
    Map<String, Long> storages = new HashMap<>();
    state
        .tensors()
        .forEach(
            (name, tensor) -> {
              TorchTensor.Storage storage = tensor.storage();
              ZipDirectory.Entry entry = stored(file, entries, root + "data/" + storage.key());
              if (storage.count() * storage.type().getNumOfBytes() > entry.size()) {
                throw new WeightsException(
                    file.origin(), "tensor %s is larger than its entry".formatted(name));
              }
              storages.put(storage.key(), entry.begin());
            });
    return new TorchFile(file, state, storages);
  }

  private static String text(WeightsFile file, ZipDirectory.Entry entry) {
    int size = (int) Math.min(entry.size(), 16);
    return StandardCharsets.UTF_8.decode(file.copy(entry.begin(), size)).toString();
  }

  private static ZipDirectory.Entry stored(
      WeightsFile file, Map<String, ZipDirectory.Entry> entries, String name) {
    ZipDirectory.Entry entry = entries.get(name);
    if (entry == null) {
      throw new WeightsException(file.origin(), "misses its entry " + name);
    }
    if (!entry.stored()) {
      throw new WeightsException(
          file.origin(), "its entry %s is compressed; PyTorch stores it as it is".formatted(name));
    }
    return entry;
  }

  /** Five pickles, then every storage with its number of values before it. */
  private static TorchFile legacy(WeightsFile file) {
    TorchUnpickler.Result magic = pickle(file, "its magic number", 0);
    TorchUnpickler.Result version = pickle(file, "its version", magic.end());
    if (!LEGACY_MAGIC.equals(magic.value())
        || !Integer.valueOf(LEGACY_VERSION).equals(version.value())) {
      throw new WeightsException(file.origin(), "is a pickle, but not one of torch.save");
    }
    TorchUnpickler.Result system = pickle(file, "its system's description", version.end());
    if (!(system.value() instanceof Map<?, ?> facts)
        || !Boolean.TRUE.equals(facts.get("little_endian"))) {
      throw new WeightsException(file.origin(), "was written in another byte order");
    }
    TorchUnpickler.Result root = pickle(file, "its content", system.end());
    TorchUnpickler.Result keys = pickle(file, "its list of storages", root.end());
    StateDict state = StateDict.of(file.origin(), root.value());
    if (!(keys.value() instanceof List<?> names)) {
      throw new WeightsException(file.origin(), "has no list of storages");
    }
    return new TorchFile(file, state, legacyStorages(file, root.storages(), names, keys.end()));
  }

  private static TorchUnpickler.Result pickle(WeightsFile file, String what, long position) {
    return TorchUnpickler.read(file, what, position, file.size() - position);
  }

  private static Map<String, Long> legacyStorages(
      WeightsFile file, Map<String, TorchTensor.Storage> known, List<?> keys, long start) {
    Map<String, Long> storages = new HashMap<>();
    long position = start;
    for (Object key : keys) {
      TorchTensor.Storage storage = known.get(key);
      if (storage == null) {
        throw new WeightsException(file.origin(), "lists a storage that nothing refers to");
      }
      long count = file.copy(position, Long.BYTES).getLong();
      long begin = position + Long.BYTES;
      long bytes = storage.count() * storage.type().getNumOfBytes();
      if (count != storage.count() || bytes > file.size() - begin) {
        throw new WeightsException(
            file.origin(), "storage %s is truncated, or of another size".formatted(key));
      }
      storages.put(storage.key(), begin);
      position = begin + bytes;
    }
    return storages;
  }

  @Override
  public String origin() {
    return file.origin();
  }

  @Override
  public Map<String, TensorInfo> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Whether it is TorchScript's archive. */
  public boolean script() {
    return script;
  }

  @Override
  public ByteBuffer read(String name) {
    TorchTensor tensor = byName.get(name);
    if (tensor == null) {
      throw new WeightsException(origin(), "has no tensor " + name);
    }
    Long begin = storages.get(tensor.storage().key());
    if (begin == null) {
      throw new WeightsException(origin(), "misses the storage of tensor " + name);
    }
    return tensor.read(file, "tensor " + name, begin);
  }

  @Override
  public void close() {
    file.close();
  }
}
