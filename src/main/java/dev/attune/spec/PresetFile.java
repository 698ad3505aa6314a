package dev.attune.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A preset as it stands in a file.
 *
 * @param aliases short names of a built-in preset
 * @param tasks those it is for; the file's own where there are none
 * @param model the policy for the built-in models where there is none
 * @param sets values for data sets, by their names
 */
record PresetFile(
    @Nullable String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> aliases,
    @Nullable String title,
    @Nullable String description,
    @Nullable List<String> tasks,
    @Nullable String model,
    @Nullable ObjectNode method,
    @Nullable ObjectNode training,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, ObjectNode> sets) {

  /**
   * The preset.
   *
   * @param task the usual one
   * @throws IllegalArgumentException when something is missing
   */
  Preset preset(@Nullable String task, boolean saved) {
    if (name == null || !name.matches("[a-z0-9][a-z0-9.-]{0,59}")) {
      throw new IllegalArgumentException(
          "name must be of lower-case letters, digits, dots and dashes, at most 60");
    }
    if (saved && aliases != null) {
      throw new IllegalArgumentException("aliases are for the presets of this program");
    }
    if ((method == null) == (training == null)) {
      throw new IllegalArgumentException("there must be either a method or a training");
    }
    List<String> usual = task == null ? List.of() : List.of(task);
    List<String> serves = Objects.requireNonNullElse(tasks, usual);
    if (serves.isEmpty() || serves.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("tasks must name one");
    }
    return new Preset(
        name,
        Objects.requireNonNullElse(title, name),
        Objects.requireNonNullElse(description, ""),
        serves,
        Objects.requireNonNullElse(model, Presets.POLICY),
        method == null ? Work.TRAINING : Work.METHOD,
        Objects.requireNonNull(method == null ? training : method),
        saved,
        Objects.requireNonNullElse(sets, Map.of()));
  }
}
