package dev.attune.metric;

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
    Bank all = bank(bank);
    float[][] normalised = new float[scores.length][];
    for (int q = 0; q < scores.length; q++) {
      normalised[q] = scores[q].clone();
      if (all.normalises(scores[q])) {
        for (int c = 0; c < normalised[q].length; c++) {
          normalised[q][c] = (float) Math.exp(all.logit(scores[q], c));
        }
      }
    }
    return normalised;
  }

  /** Which candidates enough queries of the bank (K, N) find among their first {@code k}. */
  public boolean[] active(float[][] bank) {
    Bank all = bank(bank);
    boolean[] active = new boolean[bank[0].length];
    for (int c = 0; c < active.length; c++) {
      active[c] = all.isActive(c);
    }
    return active;
  }

  private Bank bank(float[][] rows) {
    Bank bank = new Bank(rows[0].length);
    for (float[] row : rows) {
      bank.add(row);
    }
    return bank;
  }

  /** What the queries of a bank want of N candidates, gathered one query after the other. */
  public final class Bank {
    private final int[] found;
    private final double[] sums;

    /**
     * @param candidates N
     */
    public Bank(int candidates) {
      found = new int[candidates];
      sums = new double[candidates];
    }

    /** Takes a query's scores (N). */
    public void add(float[] query) {
      boolean[] taken = new boolean[query.length];
      for (int i = 0; i < Math.min(k, query.length); i++) {
        int best = best(query, taken);
        taken[best] = true;
        found[best]++;
      }
      for (int c = 0; c < sums.length; c++) {
        sums[c] += Math.exp(beta * query[c]);
      }
    }

    boolean isActive(int candidate) {
      return found[candidate] >= theta;
    }

    /** Whether a row (N) is to be normalised: its best candidate is active. */
    public boolean normalises(float[] row) {
      return isActive(best(row, new boolean[row.length]));
    }

    private double logit(float[] row, int candidate) {
      return beta * row[candidate] - Math.log(sums[candidate]);
    }

    /** A row (N), normalised: the logarithms, of which a softmax makes probabilities. */
    public float[] logits(float[] row) {
      float[] logits = new float[row.length];
      for (int c = 0; c < logits.length; c++) {
        logits[c] = (float) logit(row, c);
      }
      return logits;
    }
  }

  /** The first of the largest that are left; what is no number comes last. */
  private static int best(float[] row, boolean[] taken) {
    int best = -1;
    for (int c = 0; c < row.length; c++) {
      if (!taken[c] && (best < 0 || row[c] > row[best] || Float.isNaN(row[best]))) {
        best = c;
      }
    }
    return best;
  }
}
