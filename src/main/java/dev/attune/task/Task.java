package dev.attune.task;

import dev.attune.metric.Bootstrap;
import dev.attune.metric.Estimate;
import dev.attune.metric.MetricDefinition;
import dev.attune.metric.ScoreTable;
import java.util.Map;

/** A kind of work, such as classification: what a sample of it is, and what is measured. */
public interface Task {

  /** The name in the API, such as {@code classification}. */
  String id();

  /**
   * Loads models and class texts. Call on the compute lane's thread, as everything of the run,
   * which must be {@linkplain TaskRun#prepare prepared} before its samples can be run.
   *
   * @throws TaskException when a model or data set cannot be used; its message is for people
   */
  TaskRun open(TaskSpec spec);

  /**
   * How many samples a run has, in the sense of {@link TaskRun#run}.
   *
   * @throws TaskException when the data set cannot be used
   */
  default int samples(TaskSpec spec) {
    return spec.limit();
  }

  /**
   * All metrics there may be of its samples, in the order they should be shown; the first leads the
   * leaderboard. None where nothing is measured.
   */
  default Map<String, MetricDefinition> metricDefinitions() {
    return Map.of();
  }

  /** Those of them that the columns of a table allow. */
  default Map<String, MetricDefinition> metricDefinitions(ScoreTable scores) {
    return metricDefinitions();
  }

  /**
   * Metrics with intervals, in the order they should be shown. The same scores give the same
   * numbers to the last digit, however they were merged.
   */
  default Map<String, Estimate> metrics(ScoreTable scores) {
    Map<String, MetricDefinition> metrics = metricDefinitions(scores);
    return metrics.isEmpty() ? Map.of() : new Bootstrap().estimates(scores, metrics);
  }

  /**
   * How metrics are computed, by their names, where that depends on what is installed; to be told
   * with their values.
   *
   * @throws TaskException when something that is installed cannot be used
   */
  default Map<String, String> metricNotes() {
    return Map.of();
  }

  /**
   * Paired differences {@code after - before} of the same metrics on the same samples, with
   * intervals from joint resampling.
   */
  default Map<String, Estimate> gains(ScoreTable before, ScoreTable after) {
    Map<String, MetricDefinition> metrics = metricDefinitions(after);
    return metrics.isEmpty() ? Map.of() : new Bootstrap().differences(before, after, metrics);
  }
}
