package dev.attune.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/** A network's tensors by name, all fp32 (counters aside) and all owned by one manager. */
public final class Weights {
  /** How many problems a message lists. */
  private static final int MAX_LISTED = 20;

  private final Map<String, NDArray> tensors;

  public Weights(Map<String, NDArray> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads exactly the expected tensors and converts them to fp32.
   *
   * @param expected every name the network has, with its shape
   * @param ignored names that a file may hold beside those
   * @throws WeightsException that lists names missing, left over, or of another shape
   */
  public static Weights load(
      TensorSource source, Map<String, Shape> expected, Set<String> ignored, NDManager manager) {
    check(source, expected, ignored);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    expected.forEach(
        (name, shape) -> {
          DataType type = Objects.requireNonNull(source.tensors().get(name)).type();
          // the engine's library ends the process on a buffer of bfloat16
          boolean brain = type == DataType.BFLOAT16;
          NDArray stored =
              brain
                  ? manager.create(widened(source.read(name)), shape, DataType.FLOAT32)
                  : manager.create(source.read(name), shape, type);
          // copied even when the type fits: the array may lie on the read-only file itself
          boolean same = brain || type == DataType.FLOAT32;
          tensors.put(name, same ? stored.duplicate() : stored.toType(DataType.FLOAT32, false));
          stored.close();
        });
    return new Weights(tensors);
  }

  /** Bfloat16 is the upper half of fp32. */
  private static ByteBuffer widened(ByteBuffer brain) {
    ByteBuffer wide =
        ByteBuffer.allocateDirect(Math.multiplyExact(brain.remaining(), 2))
            .order(ByteOrder.LITTLE_ENDIAN);
    while (brain.hasRemaining()) {
      wide.putShort((short) 0).putShort(brain.getShort());
    }
    return wide.flip();
  }

  /**
   * Checks what {@link #load} would check, and reads no tensor.
   *
   * @throws WeightsException that lists names missing, left over, or of another shape
   */
  public static void check(TensorSource source, Map<String, Shape> expected, Set<String> ignored) {
    List<String> problems = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          TensorInfo info = source.tensors().get(name);
          if (info == null) {
            problems.add("misses " + name);
          } else if (!fits(info.shape(), shape)) {
            problems.add("%s has shape %s, not %s".formatted(name, info.shape(), shape));
          } else if (!info.type().isFloating()) {
            problems.add("%s has type %s".formatted(name, info.type()));
          }
        });
    for (String name : source.tensors().keySet()) {
      if (!expected.containsKey(name) && !ignored.contains(name)) {
        problems.add("has the unknown tensor " + name);
      }
    }
    if (!problems.isEmpty()) {
      throw new WeightsException(source.origin(), listed(problems));
    }
  }

  /** A single number may be stored with a dimension of 1 around it. */
  private static boolean fits(Shape stored, Shape wanted) {
    return stored.equals(wanted) || (wanted.dimension() == 0 && stored.size() == 1);
  }

  private static String listed(List<String> problems) {
    String first = String.join("; ", problems.subList(0, Math.min(MAX_LISTED, problems.size())));
    int more = problems.size() - MAX_LISTED;
    return more > 0 ? "%s; and %d more".formatted(first, more) : first;
  }

  /**
   * One tensor.
   *
   * @throws NoSuchElementException when there is none of this name
   */
  public NDArray get(String name) {
    NDArray tensor = tensors.get(name);
    if (tensor == null) {
      throw new NoSuchElementException("no tensor " + name);
    }
    return tensor;
  }

  /** All tensors in the network's order. */
  public Map<String, NDArray> all() {
    return tensors;
  }
}
