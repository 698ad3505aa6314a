package dev.attune.spec;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whose values a run begins with, beside those of its method and model. */
public enum Settings {
  /** One setting for all sets. */
  GLOBAL("global"),
  /** What the papers chose for this set, on its own test samples. */
  PER_SET("per-set");

  private final String id;

  Settings(String id) {
    this.id = id;
  }

  /** The name in the API. */
  @JsonValue
  public String id() {
    return id;
  }
}
