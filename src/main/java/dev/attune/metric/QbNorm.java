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
  public double[][] apply(float[][] scores, float[][] bank) {
    boolean[] active = active(bank);
    double[] sums = new double[active.length];
    for (float[] query : bank) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += Math.exp(beta * query[c]);
      }
    }
    double[][] normalised = new double[scores.length][];
    for (int q = 0; q < scores.length; q++) {
      float[] row = scores[q];
      boolean applies = active[top(row, 1)[0]];
      normalised[q] =
          IntStream.range(0, row.length)
              .mapToDouble(c -> applies ? Math.exp(beta * row[c]) / sums[c] : row[c])
              .toArray();
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
    if (most == 1) {
      int best = 0;
      for (int c = 1; c < row.length; c++) {
        best = row[c] > row[best] ? c : best;
      }
      return new int[] {best};
    }
    return IntStream.range(0, row.length)
        .boxed()
        .sorted(Comparator.comparing((Integer c) -> -row[c]))
        .limit(most)
        .mapToInt(c -> c)
        .toArray();
  }
}
