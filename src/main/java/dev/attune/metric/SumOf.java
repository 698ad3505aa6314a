package dev.attune.metric;

import java.util.List;

/**
 * Several metrics' sum, times a factor.
 *
 * @param factor such as one over their number, for their mean
 */
record SumOf(List<Metric> metrics, double factor) implements Metric {
  SumOf {
    metrics = List.copyOf(metrics);
  }

  @Override
  public Statistic on(ScoreTable table) {
    List<Statistic> parts = metrics.stream().map(m -> m.on(table)).toList();
    return weights -> {
      double sum = 0;
      for (Statistic part : parts) {
        sum += part.compute(weights);
      }
      return factor * sum;
    };
  }
}
