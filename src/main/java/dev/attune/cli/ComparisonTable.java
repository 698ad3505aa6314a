package dev.attune.cli;

import dev.attune.experiment.LocalResult;
import dev.attune.experiment.domain.Spread;
import dev.attune.metric.Estimate;
import dev.attune.metric.MetricLabel;
import dev.attune.task.MetricLabels;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A comparison in Markdown, a table a metric: a line a data set, two columns a preset. Values are
 * in hundredths, but ranks are ranks. A value over several orders is their mean, with the standard
 * deviation.
 */
final class ComparisonTable {
  private static final String ALL_SHIFTS = "all but the first together";
  private static final String ALL_METRICS = "all";

  private final MetricLabels labels;

  ComparisonTable(MetricLabels labels) {
    this.labels = labels;
  }

  /**
   * The tables.
   *
   * @param metrics their names, or "all"; the task's first when there is none
   * @param results by preset, one for each data set, and one for all but the first together
   */
  String of(List<String> metrics, List<String> datasets, Map<String, List<LocalResult>> results) {
    StringBuilder text = new StringBuilder();
    for (String metric : chosen(metrics, results)) {
      text.append("### ").append(labels.of(metric).title()).append("\n\n");
      table(metric, datasets, results, text);
      text.append('\n');
    }
    text.append("Seconds a sample:");
    results.forEach(
        (preset, cells) ->
            text.append(
                String.format(Locale.ROOT, " %s %.3f;", preset, cells.get(0).secondsPerSample())));
    return text.append('\n').toString();
  }

  private static List<String> chosen(List<String> metrics, Map<String, List<LocalResult>> results) {
    Set<String> known = results.values().iterator().next().get(0).metrics().keySet();
    if (metrics.equals(List.of(ALL_METRICS))) {
      return List.copyOf(known);
    }
    for (String metric : metrics) {
      if (!known.contains(metric)) {
        throw new IllegalArgumentException(
            "--metrics: there is no %s, but %s".formatted(metric, String.join(", ", known)));
      }
    }
    return metrics.isEmpty() ? List.of(known.iterator().next()) : metrics;
  }

  private void table(
      String metric,
      List<String> datasets,
      Map<String, List<LocalResult>> results,
      StringBuilder text) {
    text.append("| data set | samples | un-adapted |");
    results.keySet().forEach(preset -> text.append(" %s |".formatted(preset)));
    text.append("\n|---|--:|--:|").append("--:|".repeat(results.size())).append('\n');
    List<LocalResult> any = results.values().iterator().next();
    Shown shown = new Shown(metric, labels.of(metric));
    for (int d = 0; d < any.size(); d++) {
      LocalResult first = any.get(d);
      String name = d < datasets.size() ? datasets.get(d) : ALL_SHIFTS;
      text.append("| %s | %d | ".formatted(name, first.samples()))
          .append(shown.of(first.baseline(), "%.1f [%.1f, %.1f]"))
          .append(" |");
      for (List<LocalResult> cells : results.values()) {
        LocalResult cell = cells.get(d);
        text.append(' ')
            .append(shown.of(cell.metrics(), "%.1f"))
            .append(shown.deviation(cell))
            .append(shown.of(cell.gains(), " (%+.1f [%+.1f, %+.1f])"))
            .append(" |");
      }
      text.append('\n');
    }
  }

  /** Formats one metric's value, lower and upper bound. */
  private record Shown(String metric, MetricLabel label) {
    /** Of the values over several orders; nothing where there is one. */
    String deviation(LocalResult cell) {
      Spread spread = cell.spread().get(metric);
      return spread == null
          ? ""
          : String.format(Locale.ROOT, " ± %.1f", scale() * spread.deviation());
    }

    private int scale() {
      return label.hundredths() ? 100 : 1;
    }

    String of(Map<String, Estimate> values, String format) {
      Estimate e = Objects.requireNonNull(values.get(metric));
      return String.format(
          Locale.ROOT, format, scale() * e.value(), scale() * e.low(), scale() * e.high());
    }
  }
}
