package dev.attune.cli;

import dev.attune.experiment.LocalResult;
import dev.attune.metric.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A comparison in Markdown: a line a data set, two columns a preset; all values in percent. */
final class ComparisonTable {
  private static final String ALL_SHIFTS = "all but the first together";

  private ComparisonTable() {}

  /**
   * The table.
   *
   * @param metric its name; the task's first when null
   * @param results by preset, one for each data set, and one for all but the first together
   */
  static String of(
      @Nullable String metric, List<String> datasets, Map<String, List<LocalResult>> results) {
    List<LocalResult> any = results.values().iterator().next();
    Map<String, Estimate> known = any.get(0).metrics();
    String shown = metric == null ? known.keySet().iterator().next() : metric;
    if (!known.containsKey(shown)) {
      throw new IllegalArgumentException(
          "there is no metric %s, but %s".formatted(shown, String.join(", ", known.keySet())));
    }
    StringBuilder text = new StringBuilder("| data set | samples | un-adapted |");
    results.keySet().forEach(preset -> text.append(" %s | gain |".formatted(preset)));
    text.append("\n|---|--:|--:|").append("--:|--:|".repeat(results.size())).append('\n');
    for (int d = 0; d < any.size(); d++) {
      LocalResult first = any.get(d);
      String name = d < datasets.size() ? datasets.get(d) : ALL_SHIFTS;
      text.append(
          "| %s | %d | %s |".formatted(name, first.samples(), plain(first.baseline(), shown)));
      for (List<LocalResult> cells : results.values()) {
        LocalResult cell = cells.get(d);
        text.append(
            " %s | %s |".formatted(plain(cell.metrics(), shown), gain(cell.gains(), shown)));
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

  private static String plain(Map<String, Estimate> metrics, String metric) {
    Estimate e = Objects.requireNonNull(metrics.get(metric));
    return String.format(
        Locale.ROOT, "%.1f [%.1f, %.1f]", 100 * e.value(), 100 * e.low(), 100 * e.high());
  }

  private static String gain(Map<String, Estimate> gains, String metric) {
    Estimate e = Objects.requireNonNull(gains.get(metric));
    return String.format(
        Locale.ROOT, "%+.1f [%+.1f, %+.1f]", 100 * e.value(), 100 * e.low(), 100 * e.high());
  }
}
