package dev.attune.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several files of either format beside an index that says which tensor lies in which. */
final class ShardedWeights implements TensorSource {
  private static final Pattern SHARD =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.(safetensors|bin|pt|pth)");
  private static final int MAX_SHARDS = 1000;
  private static final long MAX_INDEX_BYTES = 32 << 20;

  private final String origin;
  private final Map<Path, TensorSource> shards = new LinkedHashMap<>();
  private final Map<String, TensorSource> homes = new LinkedHashMap<>();
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

  private ShardedWeights(String origin) {
    this.origin = origin;
  }

  static ShardedWeights open(Path index) {
    ShardedWeights source = new ShardedWeights(String.valueOf(index.getFileName()));
    try {
      source.readIndex(index);
      return source;
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /**
   * The files that an index names.
   *
   * @throws WeightsException when it is none, or names a file that is not beside it
   */
  static Set<Path> files(Path index) {
    Set<Path> files = new TreeSet<>();
    map(index).properties().forEach(e -> files.add(beside(index, e.getValue())));
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new WeightsException(String.valueOf(file.getFileName()), "is missing");
      }
    }
    return files;
  }

  private static JsonNode map(Path index) {
    String origin = String.valueOf(index.getFileName());
    JsonNode map;
    try {
      if (Files.size(index) > MAX_INDEX_BYTES) {
        throw new WeightsException(origin, "is too large for an index");
      }
      map = JsonMapper.shared().readTree(Files.readAllBytes(index)).path("weight_map");
    } catch (IOException | JacksonException e) {
      throw new WeightsException(origin, "cannot be read as JSON", e);
    }
    if (!map.isObject()) {
      throw new WeightsException(origin, "has no weight_map");
    }
    return map;
  }

  private static Path beside(Path index, JsonNode file) {
    String name = file.asString("");
    if (!SHARD.matcher(name).matches()) {
      throw new WeightsException(
          String.valueOf(index.getFileName()), "names the file '%s'".formatted(name));
    }
    return index.resolveSibling(name);
  }

  private void readIndex(Path index) {
    for (Map.Entry<String, JsonNode> entry : map(index).properties()) {
      String name = entry.getKey();
      TensorSource shard = shard(beside(index, entry.getValue()));
      TensorInfo info = shard.tensors().get(name);
      if (info == null) {
        throw new WeightsException(shard.origin(), "misses " + name + ", which the index names");
      }
      homes.put(name, shard);
      tensors.put(name, info);
    }
    for (TensorSource shard : shards.values()) {
      for (String name : shard.tensors().keySet()) {
        if (homes.get(name) != shard) {
          throw new WeightsException(
              shard.origin(), "holds %s, which the index does not name there".formatted(name));
        }
      }
    }
  }

  private TensorSource shard(Path file) {
    TensorSource open = shards.get(file);
    if (open != null) {
      return open;
    }
    if (shards.size() == MAX_SHARDS) {
      throw new WeightsException(origin, "names more than %d files".formatted(MAX_SHARDS));
    }
    TensorSource shard = WeightFiles.file(file);
    shards.put(file, shard);
    return shard;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public Map<String, TensorInfo> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  @Override
  public ByteBuffer read(String name) {
    TensorSource shard = homes.get(name);
    if (shard == null) {
      throw new WeightsException(origin, "has no tensor " + name);
    }
    return shard.read(name);
  }

  @Override
  public void close() {
    shards.values().forEach(TensorSource::close);
  }
}
