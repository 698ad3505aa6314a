package dev.attune.method.gradient;

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
    int[] top = new int[Math.min(k, count)];
    int held = 0;
    for (int i = 0; i < count; i++) {
      int place = held;
      while (place > 0 && higher(values[from + i], values[from + top[place - 1]])) {
        place--;
      }
      if (place < top.length) {
        held = Math.min(held + 1, top.length);
        System.arraycopy(top, place, top, place + 1, held - place - 1);
        top[place] = i;
      }
    }
    return top;
  }

  /** Whether a comes before b; what is not a number comes last. */
  private static boolean higher(float a, float b) {
    return a > b || (Float.isNaN(b) && !Float.isNaN(a));
  }
}
