package dev.attune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.Activation;
import dev.attune.weights.SafetensorsFile;
import java.nio.file.Path;

/** Fixture tensors as arrays of the engine, and comparisons with them. */
public final class FixtureArrays {

  private FixtureArrays() {}

  public static Clip clip(NDManager manager, Path weights) {
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      return Clip.load(file, Activation.QUICK_GELU, manager);
    }
  }

  public static NDArray array(NDManager manager, Fixtures.Tensor tensor) {
    return manager.create(tensor.floats(), new Shape(tensor.shape()));
  }

  /** A matrix of ids as rows. */
  public static long[][] rows(Fixtures.Tensor ids) {
    int width = (int) ids.shape()[1];
    long[][] rows = new long[(int) ids.shape()[0]][width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(ids.longs(), i * width, rows[i], 0, width);
    }
    return rows;
  }

  public static void assertClose(
      String what, float[] actual, float[] expected, double abs, double rel) {
    assertThat(actual.length).as("size of " + what).isEqualTo(expected.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s[%d]", what, i)
          .isBetween(
              expected[i] - abs - rel * Math.abs(expected[i]),
              expected[i] + abs + rel * Math.abs(expected[i]));
    }
  }

  /** How many entries differ by more than the tolerance. */
  public static long outside(float[] actual, float[] expected, double abs) {
    assertThat(actual.length).isEqualTo(expected.length);
    long count = 0;
    for (int i = 0; i < actual.length; i++) {
      count += Math.abs(actual[i] - expected[i]) <= abs ? 0 : 1;
    }
    return count;
  }

  /** {@code a - b}, entry by entry. */
  public static float[] difference(float[] a, float[] b) {
    float[] difference = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  public static double norm(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += (double) v * v;
    }
    return Math.sqrt(sum);
  }
}
