package dev.attune.task;

import dev.attune.metric.MetricLabel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How the metrics of all tasks are shown, by their names. */
@Component
public class MetricLabels {
  private final Map<String, MetricLabel> known = new HashMap<>();

  /**
   * @throws IllegalStateException when tasks show metrics of one name differently, as it would not
   *     be known which of them a stored value is
   */
  public MetricLabels(List<Task> tasks) {
    for (Task task : tasks) {
      task.metricDefinitions().forEach((name, metric) -> add(name, metric.label()));
    }
  }

  private void add(String name, MetricLabel label) {
    MetricLabel other = known.putIfAbsent(name, label);
    if (other != null && !other.equals(label)) {
      throw new IllegalStateException(
          "the metric %s is shown as %s and as %s".formatted(name, other, label));
    }
  }

  /** How a metric is shown; one that is not known goes by its own name. */
  public MetricLabel of(String metric) {
    return known.getOrDefault(metric, MetricLabel.share(metric));
  }
}
