package dev.attune.task;

import dev.attune.dataset.DatasetInfo;
import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.options.Rules;
import dev.attune.metric.Bootstrap;
import dev.attune.metric.Estimate;
import dev.attune.metric.MetricDefinition;
import dev.attune.metric.ScoreTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** What can be asked of a data set, such as classification: what a sample is, what is measured. */
public interface Task {

  /** The name in the API, such as {@code classification}. */
  String id();

  /** What it asks; which methods serve it follows from what they answer. */
  Set<Question> questions();

  /** Whether a data set has what it needs. */
  boolean accepts(DatasetInfo set);

  /** Whether a method answers any of its questions. */
  default boolean isServedBy(Method<?> method) {
    return questions().stream().anyMatch(method.answers()::contains);
  }

  /** What a method draws its candidates from. */
  default Facts.Candidates candidates(DatasetInfo set, Method<?> method) {
    return Facts.Candidates.UNLIMITED;
  }

  /**
   * Checks what a method's values must fulfil on a data set; each alone has been checked.
   *
   * @param rules takes names of values as the method's options have them
   */
  default void check(DatasetInfo set, Chosen<?> chosen, Rules rules) {}

  /** What kind of model it adapts, by the kind's name in the API. */
  default String modelKind() {
    return "encoder";
  }

  /**
   * Loads models and class texts. Call on the compute lane's thread, as everything of the run,
   * which must be {@linkplain TaskRun#prepare prepared} before its samples can be run.
   *
   * @throws TaskException when a model or data set cannot be used; its message is for people
   */
  TaskRun open(TaskSpec spec);

  /** What can be asked of it about one picture or text; empty where nothing can. */
  default Optional<Interactive> interactive() {
    return Optional.empty();
  }

  /**
   * How many queries the sample at a place is cut into that a method adapts to; known without a
   * model.
   */
  default IntUnaryOperator queries(TaskSpec spec) {
    return place -> 1;
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
    return metrics(List.of(scores));
  }

  /** Their means over tables of the same samples and columns, one of each order of a run. */
  default Map<String, Estimate> metrics(List<ScoreTable> orders) {
    Map<String, MetricDefinition> metrics = metricDefinitions(orders.get(0));
    return metrics.isEmpty() ? Map.of() : new Bootstrap().estimates(orders, metrics);
  }

  /**
   * Reads what is installed to measure with, where that takes its time.
   *
   * @throws TaskException when something that is installed cannot be used
   */
  default void readInstalled() {}

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
    return gains(List.of(before), List.of(after));
  }

  /** The same of the means that {@link #metrics(List)} has. */
  default Map<String, Estimate> gains(List<ScoreTable> before, List<ScoreTable> after) {
    Map<String, MetricDefinition> metrics = metricDefinitions(after.get(0));
    return metrics.isEmpty() ? Map.of() : new Bootstrap().differences(before, after, metrics);
  }
}
