package dev.attune.experiment;

import dev.attune.metric.Estimate;
import jakarta.persistence.Embeddable;

/** One metric: with adaptation, without it, and the paired difference. */
@Embeddable
class MetricRow {
  String name = "";
  double afterValue;
  double afterLow;
  double afterHigh;
  double beforeValue;
  double beforeLow;
  double beforeHigh;
  double gainValue;
  double gainLow;
  double gainHigh;

  protected MetricRow() {}

  MetricRow(String name, Estimate after, Estimate before, Estimate gain) {
    this.name = name;
    afterValue = after.value();
    afterLow = after.low();
    afterHigh = after.high();
    beforeValue = before.value();
    beforeLow = before.low();
    beforeHigh = before.high();
    gainValue = gain.value();
    gainLow = gain.low();
    gainHigh = gain.high();
  }

  Estimate after() {
    return new Estimate(afterValue, afterLow, afterHigh);
  }

  Estimate before() {
    return new Estimate(beforeValue, beforeLow, beforeHigh);
  }

  Estimate gain() {
    return new Estimate(gainValue, gainLow, gainHigh);
  }
}
