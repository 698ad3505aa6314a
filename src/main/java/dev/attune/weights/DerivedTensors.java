package dev.attune.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The tensors of another source under other names: renamed, reshaped, transposed, or joined along
 * their first dimension. Nothing is read before it is asked for. It closes its source.
 */
public final class DerivedTensors implements TensorSource {
  private final TensorSource source;
  private final Map<String, List<String>> parts = new LinkedHashMap<>();
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
  private final Set<String> transposed = new HashSet<>();

  public DerivedTensors(TensorSource source) {
    this.source = source;
  }

  /** Adds a tensor as it is. */
  public void rename(String from, String to) {
    add(to, List.of(from), info(from));
  }

  /**
   * Adds a matrix with its rows as columns.
   *
   * @throws WeightsException when it is no matrix
   */
  public void transpose(String from, String to) {
    Shape shape = info(from).shape();
    if (shape.dimension() != 2) {
      throw new WeightsException(origin(), "%s has shape %s".formatted(from, shape));
    }
    add(
        to,
        List.of(from),
        new TensorInfo(info(from).type(), new Shape(shape.get(1), shape.get(0))));
    transposed.add(to);
  }

  /** Adds a tensor without its leading dimensions of size 1. */
  public void squeeze(String from, String to) {
    Shape shape = info(from).shape();
    int ones = 0;
    while (ones < shape.dimension() && shape.get(ones) == 1) {
      ones++;
    }
    add(to, List.of(from), new TensorInfo(info(from).type(), shape.slice(ones)));
  }

  /**
   * Adds several tensors of one type as one, one after the other.
   *
   * @throws WeightsException when one is missing, or differs in more than its first dimension
   */
  public void join(List<String> from, String to) {
    TensorInfo first = info(from.get(0));
    long[] shape = first.shape().getShape().clone();
    for (String part : from.subList(1, from.size())) {
      TensorInfo other = info(part);
      if (shape.length == 0
          || other.shape().dimension() != shape.length
          || !other.shape().slice(1).equals(first.shape().slice(1))
          || other.type() != first.type()) {
        throw new WeightsException(
            origin(), "%s and %s differ in shape or type".formatted(from.get(0), part));
      }
      shape[0] += other.shape().get(0);
    }
    add(to, from, new TensorInfo(first.type(), new Shape(shape)));
  }

  private void add(String name, List<String> from, TensorInfo info) {
    if (tensors.put(name, info) != null) {
      throw new WeightsException(origin(), "holds " + name + " twice");
    }
    parts.put(name, List.copyOf(from));
  }

  private TensorInfo info(String name) {
    TensorInfo info = source.tensors().get(name);
    if (info == null) {
      throw new WeightsException(origin(), "misses " + name);
    }
    return info;
  }

  @Override
  public String origin() {
    return source.origin();
  }

  @Override
  public Map<String, TensorInfo> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  @Override
  public ByteBuffer read(String name) {
    List<String> from = parts.get(name);
    if (from == null) {
      throw new WeightsException(origin(), "has no tensor " + name);
    }
    if (from.size() > 1) {
      return joined(from);
    }
    ByteBuffer values = source.read(from.get(0));
    return transposed.contains(name) ? transposed(values, info(from.get(0))) : values;
  }

  @Override
  public TensorSource file() {
    return source.file();
  }

  @Override
  public Map<String, ByteBuffer> unmade(String name, ByteBuffer values) {
    TensorInfo info = tensors.get(name);
    if (info == null) {
      throw new WeightsException(origin(), "has no tensor " + name);
    }
    ByteBuffer rest =
        transposed.contains(name)
            ? transposed(values, new TensorInfo(DataType.FLOAT32, info.shape()))
            : values;
    Map<String, ByteBuffer> all = new LinkedHashMap<>();
    int at = 0;
    for (String part : Objects.requireNonNull(parts.get(name))) {
      int bytes = (int) info(part).shape().size() * Float.BYTES;
      all.putAll(source.unmade(part, rest.slice(at, bytes).order(ByteOrder.LITTLE_ENDIAN)));
      at += bytes;
    }
    return all;
  }

  private ByteBuffer joined(List<String> from) {
    List<ByteBuffer> values = from.stream().map(source::read).toList();
    int bytes = values.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
    ByteBuffer joined = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(joined::put);
    return joined.flip();
  }

  private static ByteBuffer transposed(ByteBuffer values, TensorInfo info) {
    int item = info.type().getNumOfBytes();
    int rows = (int) info.shape().get(0);
    int columns = (int) info.shape().get(1);
    ByteBuffer result = ByteBuffer.allocate(values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        result.put(values.slice((r * columns + c) * item, item));
      }
    }
    return result.flip();
  }

  @Override
  public void close() {
    source.close();
  }
}
