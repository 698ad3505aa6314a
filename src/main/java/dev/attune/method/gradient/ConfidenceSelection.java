package dev.attune.method.gradient;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Keeps the views of which the policy is most confident (Shu et al. 2022, TPT; ALGORITHMS 2). */
public final class ConfidenceSelection {

  private ConfidenceSelection() {}

  /**
   * The {@code int(B * share)} views of lowest softmax entropy, in ascending order of it.
   *
   * @param logits (B, N), row-major
   * @param classes N
   * @param share in (0, 1]
   */
  public static int[] select(float[] logits, int classes, double share) {
    double[] entropy = entropies(logits, classes);
    return IntStream.range(0, entropy.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> entropy[i]))
        .limit(count(entropy.length, share))
        .mapToInt(i -> i)
        .toArray();
  }

  /** How many of so many views are kept. */
  public static int count(int views, double share) {
    return (int) (views * share);
  }

  /**
   * Softmax entropy of each row, in nats.
   *
   * @param logits (B, N), row-major
   * @param classes N
   */
  public static double[] entropies(float[] logits, int classes) {
    double[] entropy = new double[logits.length / classes];
    for (int b = 0; b < entropy.length; b++) {
      float[] p = Softmax.of(logits, b * classes, classes);
      double h = 0;
      for (float q : p) {
        h -= q > 0 ? q * Math.log(q) : 0;
      }
      entropy[b] = h;
    }
    return entropy;
  }
}
