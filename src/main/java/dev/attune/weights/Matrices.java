package dev.attune.weights;

import ai.djl.ndarray.types.DataType;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tensors of two dimensions on the host. */
public final class Matrices {
  private Matrices() {}

  /** All matrices of fp32 in a source, by name, row by row; what is none is passed over. */
  public static Map<String, float[][]> of(TensorSource source) {
    Map<String, float[][]> all = new LinkedHashMap<>();
    source
        .tensors()
        .forEach(
            (name, info) -> {
              if (info.shape().dimension() == 2 && info.type() == DataType.FLOAT32) {
                float[][] rows = new float[(int) info.shape().get(0)][(int) info.shape().get(1)];
                FloatBuffer values = source.read(name).asFloatBuffer();
                Arrays.stream(rows).forEach(values::get);
                all.put(name, rows);
              }
            });
    return all;
  }
}
