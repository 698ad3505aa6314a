package dev.attune.cli;

import dev.attune.experiment.LocalResult;
import dev.attune.metric.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A comparison in Markdown: a line a data set, two columns a preset; all values in percent. */
final class ComparisonTable {
  private static final String METRIC = "top1";
  private static final String ALL_SHIFTS = "all but the first together";

  private ComparisonTable() {}

  /**
   * The table.
   *
   * @param results by preset, one for each data set, and one for all but the first together
   */
  static String of(List<String> datasets, Map<String, List<LocalResult>> results) {
    StringBuilder text = new StringBuilder("| data set | samples | un-adapted |");
    results.keySet().forEach(preset -> text.append(" %s | gain |".formatted(preset)));
    text.append("\n|---|--:|--:|").append("--:|--:|".repeat(results.size())).append('\n');
    List<LocalResult> any = results.values().iterator().next();
    for (int d = 0; d < any.size(); d++) {
      LocalResult first = any.get(d);
      String name = d < datasets.size() ? datasets.get(d) : ALL_SHIFTS;
      text.append("| %s | %d | %s |".formatted(name, first.samples(), plain(first.baseline())));
      for (List<LocalResult> cells : results.values()) {
        LocalResult cell = cells.get(d);
        text.append(" %s | %s |".formatted(plain(cell.metrics()), gain(cell.gains())));
      }
      text.append('\n');
    }
    text.append("\nSeconds a sample:");
    results.forEach(
        (preset, cells) ->
            text.append(
                String.format(Locale.ROOT, " %s %.3f;", preset, cells.get(0).secondsPerSample())));
    return text.append('\n').toString();
  }

  private static String plain(Map<String, Estimate> metrics) {
    Estimate e = Objects.requireNonNull(metrics.get(METRIC));
    return String.format(
        Locale.ROOT, "%.1f [%.1f, %.1f]", 100 * e.value(), 100 * e.low(), 100 * e.high());
  }

  private static String gain(Map<String, Estimate> gains) {
    Estimate e = Objects.requireNonNull(gains.get(METRIC));
    return String.format(
        Locale.ROOT, "%+.1f [%+.1f, %+.1f]", 100 * e.value(), 100 * e.low(), 100 * e.high());
  }
}
