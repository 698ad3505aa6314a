package dev.attune.metric;

import java.util.SortedMap;
import java.util.TreeMap;

/** A metric of each class's samples apart. */
public final class PerClass {
  private PerClass() {}

  /**
   * One class.
   *
   * @param samples how many have this label
   * @param value the metric of those alone
   */
  public record ClassValue(int samples, double value) {}

  /**
   * Groups a table's samples by their label.
   *
   * @param labelColumn the right class's number
   * @return label to value, ascending; classes without samples are not in it
   * @throws IllegalArgumentException when the table lacks a column
   */
  public static SortedMap<Integer, ClassValue> of(
      ScoreTable table, String labelColumn, Metric metric) {
    double[] labels = table.column(labelColumn);
    SortedMap<Integer, Integer> samples = new TreeMap<>();
    for (double label : labels) {
      samples.merge((int) label, 1, Integer::sum);
    }
    Metric.Statistic statistic = metric.on(table);
    int[] weights = new int[labels.length];
    SortedMap<Integer, ClassValue> values = new TreeMap<>();
    samples.forEach(
        (label, count) -> {
          for (int i = 0; i < weights.length; i++) {
            weights[i] = (int) labels[i] == label ? 1 : 0;
          }
          values.put(label, new ClassValue(count, statistic.compute(weights)));
        });
    return values;
  }
}
