package dev.attune.metric;

/**
 * The mean over all queries. A row may hold several, one a column; each counts alike.
 *
 * @param prefix of the columns; a value below 0 is no query
 * @param first what a value of 0 counts as, such as 1 of ranks that begin there
 */
record MeanOfQueries(String prefix, int first) implements Metric {

  @Override
  public Statistic on(ScoreTable table) {
    int[] queries = new int[table.size()];
    double[] sums = new double[table.size()];
    for (double[] column : Queries.columns(table, prefix)) {
      for (int i = 0; i < column.length; i++) {
        queries[i] += column[i] >= 0 ? 1 : 0;
        sums[i] += column[i] >= 0 ? column[i] + first : 0;
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
