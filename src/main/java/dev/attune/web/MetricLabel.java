package dev.attune.web;

import java.util.Map;

/**
 * How a metric is shown; all are shown in hundredths.
 *
 * @param title without its unit
 * @param lowerIsBetter whether a falling value is good news
 */
public record MetricLabel(String title, boolean lowerIsBetter) {

  private static final Map<String, MetricLabel> KNOWN =
      Map.of(
          "top1", new MetricLabel("Top-1 accuracy", false),
          "top5", new MetricLabel("Top-5 accuracy", false),
          "ece", new MetricLabel("Calibration error", true));

  static MetricLabel of(String metric) {
    return KNOWN.getOrDefault(metric, new MetricLabel(metric, false));
  }
}
