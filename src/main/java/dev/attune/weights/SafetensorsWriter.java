package dev.attune.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Writes safetensors files; a file appears whole or not at all. */
public final class SafetensorsWriter {

  private SafetensorsWriter() {}

  /**
   * Writes tensors, floating-point ones in the given type.
   *
   * @param type {@link DataType#FLOAT16} or {@link DataType#FLOAT32}
   */
  public static void write(Path path, Map<String, NDArray> tensors, DataType type)
      throws IOException {
    Map<String, TensorInfo> infos = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) ->
            infos.put(name, new TensorInfo(Stored.type(tensor, type), tensor.getShape())));
    write(
        path,
        infos,
        (name, out) -> {
          try (Stored stored = Stored.of(Objects.requireNonNull(tensors.get(name)), type)) {
            writeFully(out, stored.bytes());
          }
        });
  }

  /**
   * Writes a file's tensors as they are stored, but for some that have other values.
   *
   * @param instead these, fp32 and little-endian, by their names in the file
   */
  public static void write(Path path, TensorSource source, Map<String, ByteBuffer> instead)
      throws IOException {
    Map<String, TensorInfo> infos = new LinkedHashMap<>(source.tensors());
    infos.replaceAll(
        (name, info) ->
            instead.containsKey(name) ? new TensorInfo(DataType.FLOAT32, info.shape()) : info);
    write(
        path,
        infos,
        (name, out) -> {
          ByteBuffer changed = instead.get(name);
          writeFully(out, changed == null ? source.read(name) : changed.duplicate());
        });
  }

  /** Writes one tensor's bytes. */
  @FunctionalInterface
  private interface Values {
    void write(String name, FileChannel out) throws IOException;
  }

  private static void write(Path path, Map<String, TensorInfo> tensors, Values values)
      throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, TensorInfo> e : tensors.entrySet()) {
      TensorInfo info = e.getValue();
      long end = offset + info.shape().size() * info.type().getNumOfBytes();
      header.put(
          e.getKey(),
          Map.of(
              "dtype", name(info.type()),
              "shape", info.shape().getShape(),
              "data_offsets", List.of(offset, end)));
      offset = end;
    }
    byte[] json = JsonMapper.shared().writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(json);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try (FileChannel out =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(out, head.flip());
      for (String name : tensors.keySet()) {
        values.write(name, out);
      }
      out.force(true);
    }
    Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String name(DataType type) {
    return switch (type) {
      case FLOAT64 -> "F64";
      case FLOAT32 -> "F32";
      case FLOAT16 -> "F16";
      case BFLOAT16 -> "BF16";
      case INT64 -> "I64";
      case INT32 -> "I32";
      case INT16 -> "I16";
      case INT8 -> "I8";
      case UINT8 -> "U8";
      case BOOLEAN -> "BOOL";
      default -> throw new IllegalArgumentException("cannot store tensors of type " + type);
    };
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
