package dev.attune.metric;

/**
 * The share of queries that find a right answer among the first {@code k}. A row may hold several
 * queries, one a column; each counts alike, one whose tie may fall to either side as a half.
 *
 * @param ranks prefix of the columns with the best rank of a right answer: 0 is the best, below 0
 *     is no query
 * @param k at least 1
 */
public record Recall(String ranks, int k) implements Metric {

  /**
   * Whether a query counts as found: 1 or 0, and between two places, where a tie of two leaves the
   * rank, a half, as by chance one of the two comes first.
   *
   * @param rank of its best right answer, 0 is the best
   */
  public static double hit(double rank, int k) {
    return Math.max(0, Math.min(1, k - rank));
  }

  @Override
  public Statistic on(ScoreTable table) {
    int[] queries = new int[table.size()];
    double[] hits = new double[table.size()];
    for (double[] column : Queries.columns(table, ranks)) {
      for (int i = 0; i < column.length; i++) {
        queries[i] += column[i] >= 0 ? 1 : 0;
        hits[i] += column[i] >= 0 ? hit(column[i], k) : 0;
      }
    }
    return weights -> {
      double found = 0;
      long asked = 0;
      for (int i = 0; i < hits.length; i++) {
        found += weights[i] * hits[i];
        asked += (long) weights[i] * queries[i];
      }
      return found / asked;
    };
  }
}
