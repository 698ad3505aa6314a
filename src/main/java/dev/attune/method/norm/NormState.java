package dev.attune.method.norm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.StreamState;
import dev.attune.method.Tuned;
import dev.attune.method.gradient.Optimiser;
import dev.attune.method.gradient.Snapshot;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was learned from the batches so far: the tensors, the optimiser's moments, an average of
 * losses, and what a rule remembers. Between batches the tower is as it was loaded.
 */
final class NormState implements StreamState {
  private static final NDIndex ALL = new NDIndex("...");
  private static final String COUNTERS = ".counters";
  private static final String MEMORY = ".memory";

  private final NDManager manager;
  private final String method;
  private final Tuned tuned;
  private final Optimiser optimiser;
  private final List<NDArray> tower;
  private final List<NDArray> first;
  private final List<NDArray> learned;
  private int seen;

  /** What a rule remembers beside the tensors. */
  private float[][] memory = {};

  /** Of the losses of a stream, NaN before the first. */
  private float average = Float.NaN;

  /**
   * @param manager owns what this keeps
   * @param method the method's id
   */
  NormState(NDManager manager, String method, Tuned tuned, Optimiser optimiser) {
    this.manager = manager;
    this.method = method;
    this.tuned = tuned;
    this.optimiser = optimiser;
    tower = Snapshot.of(manager, tuned.state());
    first = Snapshot.of(manager, tuned.trainable());
    learned = Snapshot.of(manager, tuned.trainable());
  }

  float average() {
    return average;
  }

  void average(float next) {
    average = next;
  }

  /** Rows of one width, none at first; not to be written to. */
  float[][] memory() {
    return memory;
  }

  void memory(float[][] next) {
    memory = next;
  }

  /** The optimiser's steps so far. */
  int steps() {
    return optimiser.steps();
  }

  /** The tensors are as they were loaded again, and the optimiser has taken no step. */
  void reset() {
    Snapshot.restore(first, tuned.trainable());
    forget();
  }

  private void forget() {
    optimiser.resume(0);
    average = Float.NaN;
    memory = new float[0][];
  }

  /** What undoes a batch that was broken off. */
  Runnable undo() {
    List<NDArray> moments = optimiser.moments().stream().map(NDArray::duplicate).toList();
    int steps = optimiser.steps();
    float before = average;
    float[][] remembered = memory;
    return () -> {
      copy(moments, optimiser.moments());
      optimiser.resume(steps);
      average = before;
      memory = remembered;
    };
  }

  /** Puts what was learned into the tower. */
  void enter() {
    Snapshot.restore(learned, tuned.trainable());
  }

  /** Keeps what the tower has learned from some more queries. */
  void keep(int queries) {
    copy(tuned.trainable().stream().map(p -> p.array().stopGradient()).toList(), learned);
    seen += queries;
  }

  /** Leaves the tower as it was loaded. */
  void leave() {
    Snapshot.restore(tower, tuned.state());
  }

  private static void copy(List<NDArray> from, List<NDArray> to) {
    for (int i = 0; i < to.size(); i++) {
      to.get(i).set(ALL, from.get(i));
    }
  }

  @Override
  public int seen() {
    return seen;
  }

  @Override
  public void skip() {
    seen++;
  }

  @Override
  public void restart() {
    copy(first, learned);
    forget();
    seen = 0;
  }

  /** In fp32. */
  @Override
  public void save(Path file) throws IOException {
    try (NDManager scratch = manager.newSubManager()) {
      Map<String, NDArray> tensors = tensors();
      long[] counters = {seen, optimiser.steps(), Float.floatToIntBits(average)};
      tensors.put(method + COUNTERS, scratch.create(counters, new Shape(counters.length)));
      if (memory.length > 0) {
        tensors.put(method + MEMORY, scratch.create(memory));
      }
      SafetensorsWriter.write(file, tensors, DataType.FLOAT32);
    }
  }

  @Override
  public void load(Path file) {
    try (SafetensorsFile saved = SafetensorsFile.open(file);
        NDManager scratch = manager.newSubManager()) {
      Map<String, NDArray> tensors = tensors();
      check(saved, method + COUNTERS, new Shape(3));
      tensors.forEach((name, tensor) -> check(saved, name, tensor.getShape()));
      Scopes.run(
          () ->
              tensors.forEach(
                  (name, tensor) ->
                      tensor.set(
                          ALL,
                          scratch.create(saved.read(name), tensor.getShape(), DataType.FLOAT32))));
      seen = (int) saved.read(method + COUNTERS).getLong(0);
      optimiser.resume((int) saved.read(method + COUNTERS).getLong(Long.BYTES));
      memory = rows(saved, method + MEMORY);
      average = Float.intBitsToFloat((int) saved.read(method + COUNTERS).getLong(2 * Long.BYTES));
    }
  }

  private static float[][] rows(SafetensorsFile saved, String name) {
    TensorInfo info = saved.tensors().get(name);
    if (info == null) {
      return new float[0][];
    }
    float[][] rows = new float[(int) info.shape().get(0)][(int) info.shape().get(1)];
    FloatBuffer values = saved.read(name).asFloatBuffer();
    Arrays.stream(rows).forEach(values::get);
    return rows;
  }

  private Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    List<Parameter> names = tuned.trainable();
    for (int i = 0; i < names.size(); i++) {
      tensors.put(START + names.get(i).name(), learned.get(i));
    }
    for (int i = 0; i < optimiser.moments().size(); i++) {
      tensors.put("moment." + i, optimiser.moments().get(i));
    }
    return tensors;
  }

  private static void check(SafetensorsFile saved, String name, Shape shape) {
    TensorInfo info = saved.tensors().get(name);
    if (info == null || !info.shape().equals(shape)) {
      throw new WeightsException(
          saved.origin(), "was learned with another model or other options: " + name);
    }
  }
}
