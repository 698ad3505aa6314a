package dev.attune.metric;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All there is to know of a metric: what it is called, how it is shown and how it is computed.
 *
 * @param name in the API and in what is stored
 * @param metric computes it
 */
public record MetricDefinition(String name, MetricLabel label, Metric metric) implements Metric {

  /** A fraction that is better the higher it is. */
  public static MetricDefinition share(String name, String title, Metric metric) {
    return new MetricDefinition(name, MetricLabel.share(title), metric);
  }

  /** A fraction that is better the lower it is. */
  public static MetricDefinition error(String name, String title, Metric metric) {
    return new MetricDefinition(name, new MetricLabel(title, true, true), metric);
  }

  /** A place in an order: 1 is the best. */
  public static MetricDefinition rank(String name, String title, Metric metric) {
    return new MetricDefinition(name, new MetricLabel(title, true, false), metric);
  }

  /** A number that was chosen, such as a temperature. */
  public static MetricDefinition value(String name, String title, Metric metric) {
    return new MetricDefinition(name, new MetricLabel(title, false, false), metric);
  }

  /**
   * Metrics by their names, in the order given.
   *
   * @throws IllegalArgumentException when two have one name
   */
  public static Map<String, MetricDefinition> byName(Collection<MetricDefinition> metrics) {
    Map<String, MetricDefinition> byName = new LinkedHashMap<>();
    for (MetricDefinition metric : metrics) {
      if (byName.put(metric.name, metric) != null) {
        throw new IllegalArgumentException("two metrics are called " + metric.name);
      }
    }
    return Collections.unmodifiableMap(byName);
  }

  @Override
  public Statistic on(ScoreTable table) {
    return metric.on(table);
  }
}
