package dev.attune.experiment.web;

import dev.attune.experiment.domain.ExperimentView;
import dev.attune.spec.Preset;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run's values, to be saved as a preset.
 *
 * @param name of lower-case letters, digits, dots and dashes
 * @param title for people; the name where there is none
 * @param experiment id of the run
 */
record PresetRequest(
    @Schema(requiredMode = RequiredMode.REQUIRED, pattern = "^[a-z0-9][a-z0-9.-]{0,59}$")
        @Nullable String name,
    @Nullable String title,
    @Nullable String description,
    @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String experiment) {

  /** The preset that a run's values make. */
  static Preset preset(
      String name, @Nullable String title, @Nullable String description, ExperimentView run) {
    return new Preset(
        name,
        Objects.requireNonNullElse(title, name),
        Objects.requireNonNullElse(
            description, "The values of %s, saved from a run.".formatted(run.name())),
        List.of(run.spec().task()),
        run.spec().model(),
        run.spec().work().key(),
        run.spec().work().json(),
        true);
  }
}
