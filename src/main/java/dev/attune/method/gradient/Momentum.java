package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.StreamState;
import dev.attune.method.options.MomentumSpec;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is learned across queries: an average of the adapted tensors, which every so often becomes
 * what the next queries start from (ALGORITHMS 4, Momentum).
 */
final class Momentum implements StreamState {
  private static final String AVERAGE = "average.";
  private static final String COUNTERS = "counters";
  private static final NDIndex ALL = new NDIndex("...");

  private final NDManager manager;
  private final MomentumSpec spec;
  private final List<Parameter> state;
  private final List<NDArray> starts;
  private final List<NDArray> originals;
  private final List<NDArray> averages;
  private int waiting;
  private int seen;

  /**
   * @param manager owns the average and the originals
   * @param state the tensors that adapting moves, now un-adapted
   * @param starts what each query starts from, in the order of {@code state}; changed in place
   */
  Momentum(NDManager manager, MomentumSpec spec, List<Parameter> state, List<NDArray> starts) {
    this.manager = manager;
    this.spec = spec;
    this.state = state;
    this.starts = starts;
    this.originals = Snapshot.of(manager, state);
    this.averages = Snapshot.of(manager, state);
  }

  @Override
  public int seen() {
    return seen;
  }

  /** Whether queries start from anything but the original. */
  boolean moved() {
    return seen - waiting > 0;
  }

  /** The un-adapted tensors. */
  List<NDArray> originals() {
    return originals;
  }

  /** Takes the tensors in as they are, adapted to one more query. */
  void update() {
    float keep = (float) spec.tau();
    float take = (float) (1 - spec.tau());
    for (int i = 0; i < averages.size(); i++) {
      averages.get(i).muli(keep).addi(state.get(i).array().stopGradient().mul(take));
    }
    count();
  }

  @Override
  public void skip() {
    Scopes.run(
        () -> {
          count();
          Snapshot.restore(starts, state);
        });
  }

  private void count() {
    seen++;
    if (++waiting < spec.updateFrequency()) {
      return;
    }
    waiting = 0;
    float weight = (float) spec.weight();
    for (int i = 0; i < starts.size(); i++) {
      NDArray original = originals.get(i).mul((float) (1 - spec.weight()));
      starts.get(i).set(ALL, averages.get(i).mul(weight).add(original));
    }
  }

  @Override
  public void restart() {
    seen = 0;
    waiting = 0;
    Scopes.run(
        () -> {
          for (int i = 0; i < starts.size(); i++) {
            averages.get(i).set(ALL, originals.get(i));
            starts.get(i).set(ALL, originals.get(i));
          }
          Snapshot.restore(starts, state);
        });
  }

  /** In fp32. */
  @Override
  public void save(Path file) throws IOException {
    try (NDArray counters = manager.create(new long[] {seen, waiting}, new Shape(2))) {
      Map<String, NDArray> tensors = tensors();
      tensors.put(COUNTERS, counters);
      SafetensorsWriter.write(file, tensors, DataType.FLOAT32);
    }
  }

  @Override
  public void load(Path file) {
    try (SafetensorsFile saved = SafetensorsFile.open(file);
        NDManager scratch = manager.newSubManager()) {
      Map<String, NDArray> tensors = tensors();
      tensors.forEach((name, tensor) -> check(saved, name, tensor.getShape()));
      check(saved, COUNTERS, new Shape(2));
      Scopes.run(
          () -> {
            tensors.forEach(
                (name, tensor) ->
                    tensor.set(
                        ALL,
                        scratch.create(saved.read(name), tensor.getShape(), DataType.FLOAT32)));
            Snapshot.restore(starts, state);
          });
      seen = (int) saved.read(COUNTERS).getLong(0);
      waiting = (int) saved.read(COUNTERS).getLong(Long.BYTES);
    }
  }

  private Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (int i = 0; i < state.size(); i++) {
      tensors.put(AVERAGE + state.get(i).name(), averages.get(i));
      tensors.put(START + state.get(i).name(), starts.get(i));
    }
    return tensors;
  }

  private static void check(SafetensorsFile saved, String name, Shape shape) {
    TensorInfo info = saved.tensors().get(name);
    if (info == null || !info.shape().equals(shape)) {
      throw new WeightsException(
          saved.origin(), "is the state of another model: " + name + " does not fit");
    }
  }
}
