package dev.attune.metric;

/** The mean of a column. */
public record Mean(String column) implements Metric {

  @Override
  public Statistic on(ScoreTable table) {
    double[] values = table.column(column);
    return weights -> {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += weights[i] * values[i];
      }
      return sum / Weights.sum(weights);
    };
  }
}
