package dev.attune.experiment;

import dev.attune.adapt.MethodSpec;
import org.jspecify.annotations.Nullable;

/**
 * A method with everything decided.
 *
 * @param preset the preset whose numbers these are, or null when the caller changed any
 * @param values as callers see them
 * @param spec the same for the machinery
 */
public record MethodChoice(
    @Nullable String preset, String model, ExperimentSpec.Method values, MethodSpec spec) {}
