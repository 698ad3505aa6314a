package dev.attune.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several safetensors files beside an index that says which tensor lies in which. */
final class ShardedSafetensors implements TensorSource {
  private static final int MAX_SHARDS = 1000;
  private static final long MAX_INDEX_BYTES = 32 << 20;

  private final String origin;
  private final Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
  private final Map<String, SafetensorsFile> homes = new LinkedHashMap<>();
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

  private ShardedSafetensors(String origin) {
    this.origin = origin;
  }

  static ShardedSafetensors open(Path index) {
    ShardedSafetensors source = new ShardedSafetensors(String.valueOf(index.getFileName()));
    try {
      source.readIndex(index);
      return source;
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private void readIndex(Path index) {
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
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String name = entry.getKey();
      SafetensorsFile shard = shard(index, entry.getValue().asString(""));
      TensorInfo info = shard.tensors().get(name);
      if (info == null) {
        throw new WeightsException(shard.origin(), "misses " + name + ", which the index names");
      }
      homes.put(name, shard);
      tensors.put(name, info);
    }
    for (SafetensorsFile shard : shards.values()) {
      for (String name : shard.tensors().keySet()) {
        if (homes.get(name) != shard) {
          throw new WeightsException(
              shard.origin(), "holds %s, which the index does not name there".formatted(name));
        }
      }
    }
  }

  private SafetensorsFile shard(Path index, String file) {
    SafetensorsFile open = shards.get(file);
    if (open != null) {
      return open;
    }
    boolean plain = file.endsWith(".safetensors") && file.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    if (!plain || shards.size() == MAX_SHARDS) {
      throw new WeightsException(origin, "names the file '%s'".formatted(file));
    }
    SafetensorsFile shard = SafetensorsFile.open(index.resolveSibling(file));
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
    SafetensorsFile shard = homes.get(name);
    if (shard == null) {
      throw new WeightsException(origin, "has no tensor " + name);
    }
    return shard.read(name);
  }

  @Override
  public void close() {
    shards.values().forEach(SafetensorsFile::close);
  }
}
