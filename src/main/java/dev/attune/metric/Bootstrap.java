package dev.attune.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Confidence intervals by the percentile bootstrap: samples are drawn with replacement, many times,
 * and the middle 95% of the metric's values are the interval. All metrics of a call share the same
 * resamples; the seed is fixed, so the same table gives the same digits.
 */
public final class Bootstrap {
  private static final int RESAMPLES = 1000;
  private static final long SEED = 20_230_518;
  private static final double TAIL = 0.025;

  private final int resamples;
  private final long seed;

  /** 1000 resamples. */
  public Bootstrap() {
    this(RESAMPLES, SEED);
  }

  /**
   * @param resamples how many, at least 1
   */
  public Bootstrap(int resamples, long seed) {
    if (resamples < 1) {
      throw new IllegalArgumentException("at least one resample is needed, not " + resamples);
    }
    this.resamples = resamples;
    this.seed = seed;
  }

  /**
   * Each metric's value with its interval, in the order of the map.
   *
   * @throws IllegalArgumentException when the table is empty or lacks a column
   */
  public Map<String, Estimate> estimates(ScoreTable table, Map<String, ? extends Metric> metrics) {
    return estimates(List.of(table), metrics);
  }

  /**
   * Each metric's mean over tables of the same samples, which are resampled jointly: the interval
   * is that of the samples.
   *
   * @throws IllegalArgumentException when the tables are not about the same samples, are empty, or
   *     lack a column
   */
  public Map<String, Estimate> estimates(
      List<ScoreTable> tables, Map<String, ? extends Metric> metrics) {
    tables.forEach(table -> checkSame(tables.get(0), table));
    Map<String, Metric.Statistic> statistics = new LinkedHashMap<>();
    metrics.forEach((name, metric) -> statistics.put(name, mean(metric, tables)));
    return run(tables.get(0).size(), statistics);
  }

  private static void checkSame(ScoreTable one, ScoreTable other) {
    if (!one.indices().equals(other.indices())) {
      throw new IllegalArgumentException(
          "the tables are not about the same samples (%d and %d)"
              .formatted(one.size(), other.size()));
    }
  }

  private static Metric.Statistic mean(Metric metric, List<ScoreTable> tables) {
    List<Metric.Statistic> all = tables.stream().map(metric::on).toList();
    return weights -> {
      double first = all.get(0).compute(weights);
      double above = 0; // the mean of equal values is that value, to the last digit
      for (Metric.Statistic other : all.subList(1, all.size())) {
        above += other.compute(weights) - first;
      }
      return first + above / all.size();
    };
  }

  /**
   * Each metric's difference {@code after - before} on the same samples, with its interval: both
   * tables are resampled jointly, so that what the samples have in common cancels out.
   *
   * @throws IllegalArgumentException when the tables are not about the same samples, are empty, or
   *     lack a column
   */
  public Map<String, Estimate> differences(
      ScoreTable before, ScoreTable after, Map<String, ? extends Metric> metrics) {
    return differences(List.of(before), List.of(after), metrics);
  }

  /** The same of the metrics' means over tables, as {@link #estimates(List, Map)} has them. */
  public Map<String, Estimate> differences(
      List<ScoreTable> before, List<ScoreTable> after, Map<String, ? extends Metric> metrics) {
    before.forEach(table -> checkSame(before.get(0), table));
    after.forEach(table -> checkSame(before.get(0), table));
    Map<String, Metric.Statistic> statistics = new LinkedHashMap<>();
    metrics.forEach(
        (name, metric) -> {
          Metric.Statistic old = mean(metric, before);
          Metric.Statistic now = mean(metric, after);
          statistics.put(name, weights -> now.compute(weights) - old.compute(weights));
        });
    return run(before.get(0).size(), statistics);
  }

  private Map<String, Estimate> run(int rows, Map<String, Metric.Statistic> statistics) {
    if (rows == 0) {
      throw new IllegalArgumentException("there are no samples to estimate from");
    }
    List<Metric.Statistic> all = List.copyOf(statistics.values());
    double[][] values = new double[all.size()][resamples];
    Random random = new Random(seed);
    int[] weights = new int[rows];
    for (int r = 0; r < resamples; r++) {
      Weights.resample(weights, random);
      for (int m = 0; m < values.length; m++) {
        values[m][r] = all.get(m).compute(weights);
      }
    }
    int[] ones = Weights.ones(rows);
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    int m = 0;
    for (String name : statistics.keySet()) {
      double[] sorted = values[m];
      Arrays.sort(sorted);
      double value = all.get(m++).compute(ones);
      estimates.put(name, new Estimate(value, quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)));
    }
    return estimates;
  }

  /** Interpolated linearly between the neighbouring order statistics. */
  static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
