package dev.attune.method.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.Choosing;
import dev.attune.method.StreamState;
import dev.attune.weights.Matrices;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a method remembers, on the host: matrices of fp32, so that what is read back is what was
 * written, to the last bit.
 */
abstract class HostState implements StreamState {
  private static final String SEEN = ".seen";

  private final NDManager manager;
  private final String method;
  private int seen;

  /** What is remembered before the first sample; null for nothing. */
  private @Nullable Saved beginning;

  /**
   * @param method the method's id
   */
  HostState(NDManager manager, String method) {
    this.manager = manager;
    this.method = method;
  }

  @Override
  public int seen() {
    return seen;
  }

  @Override
  public void skip() {
    count();
  }

  /** One more was seen. */
  void count() {
    seen++;
  }

  @Override
  public void restart() {
    seen = 0;
    forget();
    if (beginning != null) {
      remember(beginning);
    }
  }

  /** Forgets all samples. */
  abstract void forget();

  /** All that is remembered, by name. */
  abstract Map<String, float[][]> matrices();

  /**
   * Remembers what was written.
   *
   * @throws WeightsException when it does not fit
   */
  abstract void remember(Saved saved);

  @Override
  public void save(Path file) throws IOException {
    try (NDManager scratch = manager.newSubManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      tensors.put(method + SEEN, scratch.create(new long[] {seen}, new Shape(1)));
      matrices()
          .forEach(
              (name, rows) -> {
                if (rows.length > 0) { // an empty one has no width
                  tensors.put(name, scratch.create(rows));
                }
              });
      SafetensorsWriter.write(file, tensors, DataType.FLOAT32);
    }
  }

  @Override
  public void load(Path file) {
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      if (!saved.tensors().containsKey(method + SEEN)) {
        throw new WeightsException(saved.origin(), "is not what %s learned".formatted(method));
      }
      remember(new Saved(saved.origin(), Matrices.of(saved)));
      seen = (int) saved.read(method + SEEN).getLong(0);
    }
  }

  /**
   * Remembers from the first sample on what an earlier run did.
   *
   * @param name of what it left; null for nothing
   */
  final void beginWith(@Nullable String name, Choosing classes) {
    if (name != null) {
      beginning = new Saved(name, classes.memory(name));
      remember(beginning);
    }
  }

  /**
   * What was written.
   *
   * @param origin its name, for messages
   * @param matrices those that have any row, by name
   */
  record Saved(String origin, Map<String, float[][]> matrices) {

    /**
     * A matrix; none of its rows where it was empty.
     *
     * @param width of its rows
     */
    float[][] rows(String name, int width) {
      float[][] rows = matrices.getOrDefault(name, new float[0][width]);
      require(rows.length == 0 || rows[0].length == width, name);
      return rows;
    }

    /** Throws unless what was read fits. */
    void require(boolean fits, String name) {
      if (!fits) {
        throw new WeightsException(
            origin, "was learned with another model or other options: " + name);
      }
    }
  }
}
