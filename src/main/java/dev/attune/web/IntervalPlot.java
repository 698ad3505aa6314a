package dev.attune.web;

import dev.attune.metric.Estimate;
import dev.attune.task.MetricLabels;
import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Scales for the small plots of intervals beside a column's numbers: {@code @plot}. */
@Component("plot")
public class IntervalPlot {
  private final MetricLabels labels;

  IntervalPlot(MetricLabels labels) {
    this.labels = labels;
  }

  /** A scale that all rows of a column share; it holds zero. */
  public Scale scale(Collection<Estimate> column) {
    double low = column.stream().mapToDouble(Estimate::low).min().orElse(0);
    double high = column.stream().mapToDouble(Estimate::high).max().orElse(0);
    return new Scale(Math.min(low, 0), Math.max(high, 0));
  }

  /** A scale that all fractions among the metrics share. */
  public Scale scale(Map<String, Estimate> metrics) {
    return scale(
        metrics.entrySet().stream()
            .filter(m -> labels.of(m.getKey()).hundredths())
            .map(Map.Entry::getValue)
            .toList());
  }

  /** From values to places between {@link #MARGIN} and {@link #WIDTH} less it. */
  public record Scale(double low, double high) {
    private static final double WIDTH = 96;
    private static final double MARGIN = 4;

    public double x(double value) {
      double share = high > low ? (value - low) / (high - low) : 0.5;
      return Math.round(10 * (MARGIN + share * (WIDTH - 2 * MARGIN))) / 10.0;
    }
  }
}
