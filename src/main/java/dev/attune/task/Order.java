package dev.attune.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** In which order the samples of a run come. */
public enum Order {
  /** As the set lists them. */
  SET,
  /** By a seed of its own. */
  SHUFFLED;

  /** The name in the API. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
