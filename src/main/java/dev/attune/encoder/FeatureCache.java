package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.digest.Sha256;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An encoder's normalised embeddings of a data set, computed once and memory-mapped from then on
 * (ALGORITHMS 6.7). The file is a safetensors file of one fp32 tensor {@code features} (N, E) and
 * its checksum, named by the hash of what it was computed from. A damaged file is computed anew.
 */
public final class FeatureCache {
  private static final String TENSOR = "features";
  private static final String CHECKSUM = "crc32c";

  /** Items computed at a time: few, as a person may be waiting for the engine. */
  private static final int BATCH = 16;

  private final ByteBuffer features;
  private final int width;
  private final int size;

  private FeatureCache(ByteBuffer features, int size, int width) {
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

    /** How many are computed at a time. */
    default int batch() {
      return BATCH;
    }
  }

  /**
   * Opens the embeddings of a data set, and computes what is not there yet. When it is interrupted,
   * whatever was written is used the next time.
   *
   * @param folder of the cache
   * @param model hash of all that decides the model's numbers
   * @param content hash of the items, whatever they are
   * @param size N
   * @param width E
   * @throws IllegalArgumentException when they do not fit into one mapped file of 2 GB
   */
  public static FeatureCache open(
      Path folder, String model, String content, int size, int width, Producer producer)
      throws IOException {
    Optional<FeatureCache> features = find(folder, model, content, size, width);
    while (features.isEmpty()) {
      features = advance(folder, model, content, size, width, producer);
    }
    return features.get();
  }

  /** The embeddings of a data set, when all are there; see {@link #open}. */
  public static Optional<FeatureCache> find(
      Path folder, String model, String content, int size, int width) {
    return read(file(folder, model, content, size, width), size, width);
  }

  /** How many batches the embeddings of so many items are computed in. */
  public static int batches(int size) {
    return (size + BATCH - 1) / BATCH;
  }

  /**
   * Computes the next batch of the embeddings that are not there yet; see {@link #open}.
   *
   * @return the embeddings, once all are there
   */
  public static Optional<FeatureCache> advance(
      Path folder, String model, String content, int size, int width, Producer producer)
      throws IOException {
    if ((long) size * width * Float.BYTES > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d embeddings of size %d are more than a cache can hold".formatted(size, width));
    }
    Path file = file(folder, model, content, size, width);
    Files.createDirectories(folder);
    if (!write(file, size, width, producer)) {
      return Optional.empty();
    }
    Optional<FeatureCache> stored = read(file, size, width);
    if (stored.isEmpty()) {
      throw new IOException("the features cannot be read back from " + file.getFileName());
    }
    return stored;
  }

  private static Path file(Path folder, String model, String content, int size, int width) {
    return folder.resolve(name(model, content, size, width) + ".safetensors");
  }

  /** What is mapped stays readable after its file is closed; empty when it is missing or broken. */
  private static Optional<FeatureCache> read(Path file, int size, int width) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (SafetensorsFile stored = SafetensorsFile.open(file)) {
      TensorInfo info = stored.tensors().get(TENSOR);
      TensorInfo sum = stored.tensors().get(CHECKSUM);
      if (info == null || !info.equals(new TensorInfo(DataType.FLOAT32, new Shape(size, width)))) {
        return Optional.empty();
      }
      ByteBuffer features = stored.read(TENSOR);
      boolean sound =
          sum != null
              && sum.type() == DataType.INT64
              && stored.read(CHECKSUM).getLong(0) == checksum(features.duplicate());
      return sound ? Optional.of(new FeatureCache(features, size, width)) : Optional.empty();
    } catch (WeightsException e) {
      return Optional.empty();
    }
  }

  private static long checksum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }

  private static String name(String model, String content, int size, int width) {
    return Sha256.of(
        String.join("\n", model, content, String.valueOf(size), String.valueOf(width)));
  }

  /** Writes a batch of the rows that are not there yet, and says whether all are there then. */
  private static boolean write(Path file, int size, int width, Producer producer)
      throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    ByteBuffer header = header(size, width);
    long start = header.remaining();
    long bytes = (long) size * width * Float.BYTES;
    try (FileChannel out =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = out.lock()) { // another process may be at it
      if (lock.isValid() && read(file, size, width).isPresent()) {
        Files.deleteIfExists(part);
        return true; // it has finished
      }
      if (out.size() < start) {
        writeFully(out, header, 0);
      }
      if (batch(out, start, size, width, producer) < size) {
        return false;
      }
      long sum = checksum(out.map(FileChannel.MapMode.READ_ONLY, start, bytes));
      ByteBuffer tail = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      writeFully(out, tail.putLong(sum).flip(), start + bytes);
      out.force(true);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    }
  }

  /** Writes the next rows that are not there yet, and says how many are there then. */
  private static int batch(FileChannel out, long start, int size, int width, Producer producer)
      throws IOException {
    long rowBytes = (long) width * Float.BYTES;
    int done = (int) Math.min(size, Math.max(0, (out.size() - start) / rowBytes));
    int to = Math.min(size, done + producer.batch());
    if (done < size) {
      float[] rows = producer.features(done, to);
      if (rows.length != (to - done) * width) {
        throw new IllegalStateException(
            "%d values came for %d embeddings of size %d".formatted(rows.length, to - done, width));
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(rows.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(rows);
      writeFully(out, bytes, start + done * rowBytes);
    }
    return to;
  }

  private static ByteBuffer header(int size, int width) {
    long end = (long) size * width * Float.BYTES;
    String json =
        ("{\"%s\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]},"
                + "\"%s\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[%d,%d]}}")
            .formatted(TENSOR, size, width, end, CHECKSUM, end, end + Long.BYTES);
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
  public void read(int row, float[] into, int at) {
    features.asFloatBuffer().get(row * width, into, at, width);
  }

  /**
   * All embeddings, (N, E), not copied: the array lies on the mapped file, which nobody may write,
   * and stays good as long as it is held.
   */
  public NDArray array(NDManager manager) {
    return manager.create(features, new Shape(size, width), DataType.FLOAT32);
  }
}
