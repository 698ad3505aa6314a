package dev.attune.experiment.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a metric's values over several orders lie apart.
 *
 * @param low the lowest
 * @param high the highest
 * @param deviation their standard deviation, by n - 1
 */
public record Spread(double low, double high, double deviation) {

  /** Of each metric with adaptation; nothing where there are no orders. */
  public static Map<String, Spread> of(List<OrderResult> orders) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (OrderResult order : orders) {
      order
          .metrics()
          .forEach(
              (name, e) -> values.computeIfAbsent(name, n -> new ArrayList<>()).add(e.value()));
    }
    Map<String, Spread> spreads = new LinkedHashMap<>();
    values.forEach((name, of) -> spreads.put(name, among(of)));
    return spreads;
  }

  private static Spread among(List<Double> values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (double v : values) {
      low = Math.min(low, v);
      high = Math.max(high, v);
      sum += v;
    }
    double mean = sum / values.size();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(low, high, Math.sqrt(squares / Math.max(1, values.size() - 1)));
  }
}
