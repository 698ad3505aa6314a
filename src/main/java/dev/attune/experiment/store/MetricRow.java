package dev.attune.experiment.store;

import dev.attune.experiment.domain.OrderResult;
import dev.attune.experiment.domain.ShardScores;
import dev.attune.metric.Estimate;
import dev.attune.metric.ScoreTable;
import dev.attune.task.SampleStream;
import dev.attune.task.Task;
import jakarta.persistence.Embeddable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** One metric: with adaptation, without it, and the paired difference. */
@Embeddable
public class MetricRow {
  String name = "";
  double afterValue;
  double afterLow;
  double afterHigh;
  double beforeValue;
  double beforeLow;
  double beforeHigh;
  double gainValue;
  double gainLow;
  double gainHigh;

  protected MetricRow() {}

  MetricRow(String name, Estimate after, Estimate before, Estimate gain) {
    this.name = name;
    afterValue = after.value();
    afterLow = after.low();
    afterHigh = after.high();
    beforeValue = before.value();
    beforeLow = before.low();
    beforeHigh = before.high();
    gainValue = gain.value();
    gainLow = gain.low();
    gainHigh = gain.high();
  }

  /**
   * A task's metrics of all samples together, in the order they should be shown.
   *
   * @param orders what each order of the run gave, of the same samples
   */
  public static List<MetricRow> measure(Task task, List<ShardScores> orders) {
    List<ScoreTable> before = orders.stream().map(ShardScores::beforeTable).toList();
    List<ScoreTable> after = orders.stream().map(ShardScores::afterTable).toList();
    Map<String, Estimate> baseline = task.metrics(before);
    Map<String, Estimate> gains = task.gains(before, after);
    List<MetricRow> rows = new ArrayList<>();
    task.metrics(after)
        .forEach(
            (name, estimate) ->
                rows.add(
                    new MetricRow(
                        name,
                        estimate,
                        Objects.requireNonNull(baseline.get(name), name),
                        Objects.requireNonNull(gains.get(name), name))));
    return rows;
  }

  /**
   * What each of several orders gave by itself; nothing where there is only one.
   *
   * @param orders see {@link #measure}
   */
  public static List<OrderResult> each(Task task, SampleStream stream, List<ShardScores> orders) {
    List<OrderResult> results = new ArrayList<>();
    for (int number = 0; orders.size() > 1 && number < orders.size(); number++) {
      List<MetricRow> rows = measure(task, List.of(orders.get(number)));
      results.add(
          new OrderResult(
              Objects.requireNonNull(stream.seed(number)),
              estimates(rows, MetricRow::after),
              estimates(rows, MetricRow::gain)));
    }
    return results;
  }

  /** One part of each row, by the metric's name. */
  public static Map<String, Estimate> estimates(
      List<MetricRow> rows, Function<MetricRow, Estimate> part) {
    Map<String, Estimate> out = new LinkedHashMap<>();
    rows.forEach(row -> out.put(row.name, part.apply(row)));
    return out;
  }

  public Estimate after() {
    return new Estimate(afterValue, afterLow, afterHigh);
  }

  public Estimate before() {
    return new Estimate(beforeValue, beforeLow, beforeHigh);
  }

  public Estimate gain() {
    return new Estimate(gainValue, gainLow, gainHigh);
  }
}
