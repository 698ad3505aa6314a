package dev.attune.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON header of a safetensors file, checked as hostile: every range must lie within the file,
 * fit its shape and overlap no other.
 *
 * @param dataStart where the tensors' bytes begin in the file
 * @param ranges begin and end of each tensor, relative to {@code dataStart}
 */
record SafetensorsHeader(
    long dataStart, Map<String, TensorInfo> tensors, Map<String, Range> ranges) {

  private static final int PREFIX_BYTES = 8;

  /** The largest models that are read here have some thousands of tensors, 100 bytes each. */
  static final int MAX_TENSORS = 50_000;

  private static final long MAX_HEADER_BYTES = 10_000_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Map<String, DataType> TYPES =
      Map.of(
          "F64", DataType.FLOAT64,
          "F32", DataType.FLOAT32,
          "F16", DataType.FLOAT16,
          "BF16", DataType.BFLOAT16,
          "I64", DataType.INT64,
          "I32", DataType.INT32,
          "I16", DataType.INT16,
          "I8", DataType.INT8,
          "U8", DataType.UINT8,
          "BOOL", DataType.BOOLEAN);

  record Range(long begin, long end) {}

  /** Reads and checks a file's header. */
  static SafetensorsHeader read(WeightsFile file) {
    long length = file.size() < PREFIX_BYTES ? -1 : file.copy(0, PREFIX_BYTES).getLong(0);
    if (length < 2 || length > file.size() - PREFIX_BYTES) {
      throw new WeightsException(
          file.origin(),
          "not a safetensors file, or truncated: its header claims %d bytes".formatted(length));
    }
    if (length > MAX_HEADER_BYTES) {
      throw new WeightsException(
          file.origin(),
          "its header claims %d bytes, more than the %d that are read"
              .formatted(length, MAX_HEADER_BYTES));
    }
    return parse(file.origin(), file.copy(PREFIX_BYTES, (int) length).array(), file.size());
  }

  private static SafetensorsHeader parse(String file, byte[] json, long fileSize) {
    JsonNode root = readJson(file, json);
    if (root.size() > MAX_TENSORS) {
      throw new WeightsException(
          file,
          "has %d tensors, more than the %d that are read".formatted(root.size(), MAX_TENSORS));
    }
    long dataStart = PREFIX_BYTES + (long) json.length;
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    Map<String, Range> ranges = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        add(file, entry.getKey(), entry.getValue(), fileSize - dataStart, tensors, ranges);
      }
    }
    checkDisjoint(file, ranges);
    return new SafetensorsHeader(dataStart, tensors, ranges);
  }

  private static JsonNode readJson(String file, byte[] json) {
    try {
      JsonNode root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      if (root.isObject()) {
        return root;
      }
    } catch (JacksonException e) {
      String problem =
          e.getOriginalMessage().startsWith("Duplicate")
              ? "its safetensors header states a name twice: " + e.getOriginalMessage()
              : "its safetensors header is not JSON";
      throw new WeightsException(file, problem, e);
    }
    throw new WeightsException(file, "its safetensors header is not a JSON object");
  }

  private static void add(
      String file,
      String name,
      JsonNode entry,
      long dataBytes,
      Map<String, TensorInfo> tensors,
      Map<String, Range> ranges) {
    DataType type = TYPES.get(entry.path("dtype").asString(""));
    if (type == null) {
      throw new WeightsException(
          file, "tensor %s has the unknown type %s".formatted(name, entry.path("dtype")));
    }
    long @Nullable [] shape = longs(entry.path("shape"));
    long @Nullable [] offsets = longs(entry.path("data_offsets"));
    if (shape == null || offsets == null || offsets.length != 2) {
      throw new WeightsException(file, "tensor %s has no shape or offsets".formatted(name));
    }
    long bytes = type.getNumOfBytes();
    try {
      for (long d : shape) {
        bytes = Math.multiplyExact(bytes, d);
      }
    } catch (ArithmeticException e) {
      throw new WeightsException(file, "tensor %s has an absurd shape".formatted(name), e);
    }
    if (offsets[0] > offsets[1] || offsets[1] > dataBytes) {
      throw new WeightsException(
          file, "tensor %s lies outside the file; it may be truncated".formatted(name));
    }
    if (offsets[1] - offsets[0] != bytes) {
      throw new WeightsException(file, "tensor %s does not fit its shape".formatted(name));
    }
    tensors.put(name, new TensorInfo(type, new Shape(shape)));
    ranges.put(name, new Range(offsets[0], offsets[1]));
  }

  /** An array of non-negative whole numbers, or null when the node is anything else. */
  private static long @Nullable [] longs(JsonNode node) {
    if (!node.isArray()) {
      return null;
    }
    long[] values = new long[node.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode item = node.get(i);
      if (!item.isIntegralNumber() || !item.canConvertToLong() || item.asLong() < 0) {
        return null;
      }
      values[i] = item.asLong();
    }
    return values;
  }

  private static void checkDisjoint(String file, Map<String, Range> ranges) {
    List<Map.Entry<String, Range>> sorted =
        ranges.entrySet().stream()
            .filter(e -> e.getValue().begin() < e.getValue().end())
            .sorted(Comparator.comparingLong(e -> e.getValue().begin()))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).getValue().begin() < sorted.get(i - 1).getValue().end()) {
        throw new WeightsException(
            file,
            "tensors %s and %s overlap"
                .formatted(sorted.get(i - 1).getKey(), sorted.get(i).getKey()));
      }
    }
  }
}
