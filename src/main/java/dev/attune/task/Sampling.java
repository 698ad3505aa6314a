package dev.attune.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which samples are taken where a limit leaves some of a set out. */
public enum Sampling {
  /**
   * Drawn by the run's seed, of each class as many as of any other while it lasts; of a set without
   * classes, any. What a smaller limit takes is among what a larger one takes.
   */
  BALANCED,
  /** The first that the set lists. */
  FIRST;

  /** The name in the API. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
