package dev.attune.leaderboard;

import dev.attune.metric.Estimate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of a data set's runs, best first.
 *
 * @param metric name of the task's first metric, by which the rows are ranked; null without rows
 * @param page its number, from 0
 * @param size most rows a page
 * @param totalItems rows over all pages
 * @param totalPages at least 1
 */
public record Leaderboard(
    String task,
    String dataset,
    @Nullable String metric,
    List<Row> rows,
    int page,
    int size,
    long totalItems,
    int totalPages) {

  public Leaderboard {
    rows = List.copyOf(rows);
  }

  /**
   * The run that stands for a model, method and preset: the one over the most samples, and of those
   * the best.
   *
   * @param rank from 1
   * @param preset null for runs with numbers of their own
   * @param value of the metric, with adaptation
   * @param baseline without it, on the same samples
   * @param gain paired difference
   * @param metrics all of the run's metrics, with adaptation, in the order they should be shown
   * @param href the experiment in the API
   */
  public record Row(
      int rank,
      String experimentId,
      String name,
      String model,
      String method,
      @Nullable String preset,
      Estimate value,
      Estimate baseline,
      Estimate gain,
      Map<String, Estimate> metrics,
      int samples,
      double secondsPerSample,
      Instant finishedAt,
      String href) {

    /** The same run with all its metrics. */
    Row withMetrics(Map<String, Estimate> all) {
      return new Row(
          rank,
          experimentId,
          name,
          model,
          method,
          preset,
          value,
          baseline,
          gain,
          all,
          samples,
          secondsPerSample,
          finishedAt,
          href);
    }
  }
}
