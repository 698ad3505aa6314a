package dev.attune.metric;

import java.util.Arrays;
import java.util.Random;

/** How often each row of a table counts. */
final class Weights {
  private Weights() {}

  static int[] ones(int rows) {
    int[] weights = new int[rows];
    Arrays.fill(weights, 1);
    return weights;
  }

  /** Draws as many rows as there are, with replacement, and counts them. */
  static void resample(int[] weights, Random random) {
    Arrays.fill(weights, 0);
    for (int i = 0; i < weights.length; i++) {
      weights[random.nextInt(weights.length)]++;
    }
  }

  static long sum(int[] weights) {
    long sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    return sum;
  }
}
