package dev.attune.adapt;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Small sums over the logits of one row, on the host. */
public final class Softmax {

  private Softmax() {}

  /** Probabilities of {@code logits[from .. from + classes - 1]}. */
  public static float[] of(float[] logits, int from, int classes) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < classes; i++) {
      max = Math.max(max, logits[from + i]);
    }
    double[] e = new double[classes];
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      e[i] = Math.exp(logits[from + i] - max);
      sum += e[i];
    }
    float[] p = new float[classes];
    for (int i = 0; i < classes; i++) {
      p[i] = (float) (e[i] / sum);
    }
    return p;
  }

  /** The k highest of {@code values[from .. from + count - 1]}, best first, ties by index. */
  public static int[] topK(float[] values, int from, int count, int k) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -values[from + i]))
        .limit(k)
        .mapToInt(i -> i)
        .toArray();
  }
}
