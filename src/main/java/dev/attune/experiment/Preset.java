package dev.attune.experiment;

/**
 * A named set of a method's numbers.
 *
 * @param title for people
 * @param task the task it is for
 */
public record Preset(
    String name, String title, String description, String task, ExperimentSpec.Method method) {}
