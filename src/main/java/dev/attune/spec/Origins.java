package dev.attune.spec;

import java.util.List;
import java.util.Map;

/**
 * Where the values of a spec come from.
 *
 * @param values who gave each, by its name such as {@code method.learningRate}
 * @param notes sentences on what was given and is not used
 */
public record Origins(Map<String, String> values, List<String> notes) {
  /** Nothing is known, as of runs of version 1. */
  public static final Origins UNKNOWN = new Origins(Map.of(), List.of());

  public Origins {
    values = values == null ? Map.of() : values;
    notes = notes == null ? List.of() : List.copyOf(notes);
  }
}
