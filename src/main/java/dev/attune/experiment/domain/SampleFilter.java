package dev.attune.experiment.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which of an experiment's samples are asked for. */
public enum SampleFilter {
  ALL,
  FIXED,
  BROKEN,
  UNCHANGED,
  FAILED;

  /** The name in the API, such as {@code fixed}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SampleFilter> byId(String id) {
    return Arrays.stream(values()).filter(f -> f.id().equals(id)).findFirst();
  }
}
