package dev.attune.metric;

/**
 * How a metric is shown.
 *
 * @param title without its unit
 * @param lowerIsBetter whether a falling value is good news
 * @param hundredths whether it is a fraction, and shown in hundredths
 */
public record MetricLabel(String title, boolean lowerIsBetter, boolean hundredths) {

  /** Of a fraction that is better the higher it is, as most metrics are. */
  public static MetricLabel share(String title) {
    return new MetricLabel(title, false, true);
  }
}
