package dev.attune.train;

import ai.djl.ndarray.types.Shape;
import dev.attune.model.weights.SafetensorsFile;
import dev.attune.model.weights.TensorInfo;
import dev.attune.model.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * CLIP's normalised embeddings of a data set, computed once and memory-mapped from then on
 * (ALGORITHMS 6.7). The file is a safetensors file of one fp32 tensor {@code features} (N, E),
 * named by the hash of what it was computed from.
 */
public final class FeatureCache {
  private static final String TENSOR = "features";
  private static final int BATCH = 64;

  private final FloatBuffer features;
  private final int width;
  private final int size;

  private FeatureCache(FloatBuffer features, int size, int width) {
    this.features = features;
    this.size = size;
    this.width = width;
  }

  /** Computes embeddings. */
  @FunctionalInterface
  public interface Producer {

    /**
     * Embeddings of the items {@code from..to - 1}.
     *
     * @return (to - from, E), normalised, row-major
     */
    float[] features(int from, int to) throws IOException;
  }

  /**
   * Opens the embeddings of a data set, and computes what is not there yet. When it is interrupted,
   * whatever was written is used the next time.
   *
   * @param folder of the cache
   * @param model hash of the model's file
   * @param content hash of the items, whatever they are
   * @param size N
   * @param width E
   * @throws IllegalArgumentException when they do not fit into one mapped file of 2 GB
   */
  public static FeatureCache open(
      Path folder, String model, String content, int size, int width, Producer producer)
      throws IOException {
    if ((long) size * width * Float.BYTES > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d embeddings of size %d are more than a cache can hold".formatted(size, width));
    }
    Path file = folder.resolve(name(model, content, size, width) + ".safetensors");
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      write(file, size, width, producer);
    }
    // what is mapped stays readable after its file is closed
    try (SafetensorsFile stored = SafetensorsFile.open(file)) {
      TensorInfo info = stored.tensors().get(TENSOR);
      if (info == null || !info.shape().equals(new Shape(size, width))) {
        throw new WeightsException(stored.origin(), "does not hold the features it is named for");
      }
      return new FeatureCache(stored.read(TENSOR).asFloatBuffer(), size, width);
    }
  }

  private static String name(String model, String content, int size, int width) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String all = String.join("\n", model, content, String.valueOf(size), String.valueOf(width));
      return HexFormat.of().formatHex(digest.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void write(Path file, int size, int width, Producer producer) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    ByteBuffer header = header(size, width);
    long rowBytes = (long) width * Float.BYTES;
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long start = header.remaining();
      int done = (int) Math.max(0, (out.size() - start) / rowBytes);
      if (out.size() < start) {
        writeFully(out, header, 0);
      }
      while (done < size) {
        int to = Math.min(size, done + BATCH);
        float[] rows = producer.features(done, to);
        if (rows.length != (to - done) * width) {
          throw new IllegalStateException(
              "%d values came for %d embeddings of size %d"
                  .formatted(rows.length, to - done, width));
        }
        ByteBuffer bytes =
            ByteBuffer.allocate(rows.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(rows);
        writeFully(out, bytes, start + done * rowBytes);
        done = to;
      }
      out.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ByteBuffer header(int size, int width) {
    String json =
        "{\"%s\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
            .formatted(TENSOR, size, width, (long) size * width * Float.BYTES);
    int padded = (json.length() + 7) / 8 * 8;
    byte[] text = json.concat(" ".repeat(padded - json.length())).getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    return header.putLong(padded).put(text).flip();
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += out.write(bytes, at);
    }
  }

  /** N. */
  public int size() {
    return size;
  }

  /** E. */
  public int width() {
    return width;
  }

  /** Copies one embedding to a place of an array. */
  void read(int row, float[] into, int at) {
    features.get(row * width, into, at, width);
  }
}
