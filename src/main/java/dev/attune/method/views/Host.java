package dev.attune.method.views;

import java.util.List;

/** Sums over small arrays on the host. */
public final class Host {
  private Host() {}

  /** The first of the highest values. */
  public static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  public static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** The vector over its norm, in place; zeros stay. */
  public static double[] normalise(double[] vector) {
    double sum = 0;
    for (double x : vector) {
      sum += x * x;
    }
    double norm = Math.max(Math.sqrt(sum), 1e-12);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= norm;
    }
    return vector;
  }

  /** The rows' mean. */
  public static float[] mean(List<float[]> rows) {
    double[] sum = new double[rows.get(0).length];
    for (float[] row : rows) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i] / (double) rows.size();
      }
    }
    return floats(sum);
  }

  /** In nats: {@code -sum p ln(p + floor)}. */
  public static double entropy(float[] probabilities, double floor) {
    double sum = 0;
    for (float p : probabilities) {
      sum -= p > 0 ? p * Math.log(p + floor) : 0;
    }
    return sum;
  }

  public static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  public static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
