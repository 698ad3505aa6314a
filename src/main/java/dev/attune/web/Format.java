package dev.attune.web;

import dev.attune.metric.Estimate;
import dev.attune.metric.MetricLabel;
import dev.attune.task.MetricLabels;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How templates write numbers and times: {@code @fmt}. A column has the same decimals all down. */
@Component("fmt")
public class Format {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int HASH_START = 12;

  private final MetricLabels labels;

  Format(MetricLabels labels) {
    this.labels = labels;
  }

  /** How a metric is shown; one that is not known goes by its own name. */
  public MetricLabel metric(String name) {
    return labels.of(name);
  }

  /** A fraction in hundredths. */
  public String percent(double fraction) {
    return decimals(100 * fraction, 1);
  }

  /** A difference of fractions in hundredths, always with its sign. */
  public String signed(double difference) {
    String digits = decimals(Math.abs(100 * difference), 1);
    if (digits.equals("0.0")) {
      return "±0.0";
    }
    return (difference < 0 ? "−" : "+") + digits;
  }

  /** A metric's value, in its unit. */
  public String value(String metric, double value) {
    return decimals(value * unit(metric), 1);
  }

  /** A difference of a metric's values, in its unit and always with its sign. */
  public String signed(String metric, double difference) {
    return signed(difference * unit(metric) / 100);
  }

  private int unit(String metric) {
    return labels.of(metric).hundredths() ? 100 : 1;
  }

  /** A reward, always with its sign. */
  public String reward(double reward) {
    String digits = decimals(Math.abs(reward), 3);
    if (digits.equals("0.000")) {
      return "±0.000";
    }
    return (reward < 0 ? "−" : "+") + digits;
  }

  public String interval(String metric, Estimate e) {
    return value(metric, e.low()) + " to " + value(metric, e.high());
  }

  public String signedInterval(String metric, Estimate e) {
    return signed(metric, e.low()) + " to " + signed(metric, e.high());
  }

  /** {@code better} or {@code worse} when the interval is clear of zero, else {@code unclear}. */
  public String verdict(String metric, Estimate gain) {
    if (gain.low() <= 0 && gain.high() >= 0) {
      return "unclear";
    }
    return gain.low() > 0 != labels.of(metric).lowerIsBetter() ? "better" : "worse";
  }

  public String decimals(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "not a number" : "infinite";
    }
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** To the minute, in UTC. */
  public String time(Instant instant) {
    return MINUTE.format(instant);
  }

  public String between(Instant from, Instant to) {
    return duration(Duration.between(from, to).toSeconds());
  }

  public String duration(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? "%d min %02d s".formatted(minutes, seconds % 60)
        : "%d h %02d min".formatted(minutes / 60, minutes % 60);
  }

  public String megabytes(long bytes) {
    return decimals(bytes / 1e6, 1);
  }

  /** The start of a hash, enough to tell two apart. */
  public String hash(String hash) {
    return hash.length() <= HASH_START ? hash : hash.substring(0, HASH_START);
  }

  /** The first few of a list, or all where it has fewer. */
  public <T> List<T> first(List<T> all, int few) {
    return all.subList(0, Math.min(few, all.size()));
  }

  /** A class's name in words. */
  public String words(String name) {
    return name.replace('_', ' ');
  }
}
