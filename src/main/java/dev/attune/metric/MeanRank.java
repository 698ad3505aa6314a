package dev.attune.metric;

import java.util.List;

/**
 * The mean over all queries of the best rank of a right answer, where 1 is the best.
 *
 * @param ranks see {@link Recall}
 */
public record MeanRank(String ranks) implements Metric {

  @Override
  public Statistic on(ScoreTable table) {
    List<double[]> columns = Queries.columns(table, ranks);
    int[] queries = new int[table.size()];
    double[] sums = new double[table.size()];
    for (double[] column : columns) {
      for (int i = 0; i < column.length; i++) {
        queries[i] += column[i] >= 0 ? 1 : 0;
        sums[i] += column[i] >= 0 ? column[i] + 1 : 0;
      }
    }
    return weights -> {
      long asked = 0;
      double sum = 0;
      for (int i = 0; i < sums.length; i++) {
        asked += (long) weights[i] * queries[i];
        sum += weights[i] * sums[i];
      }
      return sum / asked;
    };
  }
}
