package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.gradient.AdamW;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorInfo;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a training stands: weights, both moments of every optimiser, and the number of steps, in
 * one fp32 safetensors file that is replaced as a whole.
 */
final class Checkpoint {
  private static final String STEP = "training.step";

  private final Path file;
  private final Weights weights;
  private final List<AdamW> optimizers;

  Checkpoint(Path file, Weights weights, List<AdamW> optimizers) {
    this.file = file;
    this.weights = weights;
    this.optimizers = optimizers;
  }

  private Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>(weights.all());
    for (int o = 0; o < optimizers.size(); o++) {
      List<NDArray> moments = optimizers.get(o).moments();
      for (int i = 0; i < moments.size(); i++) {
        tensors.put("optimizer.%d.%d".formatted(o, i), moments.get(i));
      }
    }
    return tensors;
  }

  /** Saves the state after so many steps. */
  void save(int step, NDManager manager) throws IOException {
    try (NDArray count = manager.create(new long[] {step}, new Shape(1))) {
      Map<String, NDArray> tensors = tensors();
      tensors.put(STEP, count);
      SafetensorsWriter.write(file, tensors, DataType.FLOAT32);
    }
  }

  /**
   * Puts the saved state back.
   *
   * @return the number of steps done, 0 when there is no checkpoint
   * @throws WeightsException when the file belongs to another model
   */
  int resume(NDManager manager) {
    if (!Files.exists(file)) {
      return 0;
    }
    try (SafetensorsFile saved = SafetensorsFile.open(file);
        NDManager scratch = manager.newSubManager()) {
      tensors().forEach((name, tensor) -> restore(saved, scratch, name, tensor));
      int step = (int) saved.read(STEP).getLong(0);
      optimizers.forEach(o -> o.resume(step));
      return step;
    }
  }

  private static void restore(
      SafetensorsFile saved, NDManager scratch, String name, NDArray tensor) {
    TensorInfo info = saved.tensors().get(name);
    if (info == null || !info.shape().equals(tensor.getShape())) {
      throw new WeightsException(
          saved.origin(), "is the checkpoint of another model: " + name + " does not fit");
    }
    try (NDArray value = scratch.create(saved.read(name), info.shape(), info.type())) {
      tensor.set(new NDIndex("..."), value);
    }
  }
}
