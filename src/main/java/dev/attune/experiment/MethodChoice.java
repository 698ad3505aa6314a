package dev.attune.experiment;

import dev.attune.method.gradient.MethodSpec;

/**
 * A method with everything decided.
 *
 * @param preset the one that gave what the caller did not
 * @param values as callers see them
 * @param spec the same for the machinery
 */
public record MethodChoice(
    String preset, String model, ExperimentSpec.Method values, MethodSpec spec) {}
