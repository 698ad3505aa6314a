package dev.attune.metric;

/**
 * The share of queries that find a right answer among the first {@code k}. A row may hold several
 * queries, one a column; each counts alike.
 *
 * @param ranks prefix of the columns with the best rank of a right answer: 0 is the best, below 0
 *     is no query; one half way between two places, which a tie gives, counts as the better one
 * @param k at least 1
 */
public record Recall(String ranks, int k) implements Metric {

  @Override
  public Statistic on(ScoreTable table) {
    int[] queries = new int[table.size()];
    int[] hits = new int[table.size()];
    for (double[] column : Queries.columns(table, ranks)) {
      for (int i = 0; i < column.length; i++) {
        queries[i] += column[i] >= 0 ? 1 : 0;
        hits[i] += column[i] >= 0 && column[i] < k ? 1 : 0;
      }
    }
    return weights -> {
      long found = 0;
      long asked = 0;
      for (int i = 0; i < hits.length; i++) {
        found += (long) weights[i] * hits[i];
        asked += (long) weights[i] * queries[i];
      }
      return (double) found / asked;
    };
  }
}
