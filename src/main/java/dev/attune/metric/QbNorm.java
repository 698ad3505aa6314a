package dev.attune.metric;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Querybank normalisation by a dynamic inverted softmax (Bogolin et al. 2022, arXiv 2112.12777;
 * ALGORITHMS 5): a candidate that many other queries would find too is scored by how much more this
 * query wants it than they do. Letters: Q queries, N candidates, K queries of the bank.
 *
 * @param k how many candidates a query of the bank activates
 * @param theta fewest queries of the bank that must have found a candidate for it to be active
 * @param beta inverse temperature
 */
public record QbNorm(int k, int theta, double beta) {

  /**
   * Normalises the rows whose best candidate is active; the others stay as they are.
   *
   * @param scores (Q, N)
   * @param bank (K, N), scores of other queries for the same candidates
   * @return (Q, N); only scores of one row can be compared
   */
  public float[][] apply(float[][] scores, float[][] bank) {
    boolean[] active = active(bank);
    double[] sums = new double[active.length];
    for (float[] query : bank) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += Math.exp(beta * query[c]);
      }
    }
    float[][] normalised = new float[scores.length][];
    for (int q = 0; q < scores.length; q++) {
      normalised[q] = scores[q].clone();
      if (active[top(scores[q], 1)[0]]) {
        for (int c = 0; c < sums.length; c++) {
          normalised[q][c] = (float) (Math.exp(beta * scores[q][c]) / sums[c]);
        }
      }
    }
    return normalised;
  }

  /** Which candidates enough queries of the bank (K, N) find among their first {@code k}. */
  public boolean[] active(float[][] bank) {
    int[] found = new int[bank[0].length];
    for (float[] query : bank) {
      for (int c : top(query, k)) {
        found[c]++;
      }
    }
    boolean[] active = new boolean[found.length];
    for (int c = 0; c < found.length; c++) {
      active[c] = found[c] >= theta;
    }
    return active;
  }

  private static int[] top(float[] row, int most) {
    return IntStream.range(0, row.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -row[c]))
        .limit(most)
        .mapToInt(c -> c)
        .toArray();
  }
}
