package dev.attune.experiment;

import java.util.List;

/**
 * A named set of a method's numbers.
 *
 * @param title for people
 * @param tasks the tasks it is for
 */
public record Preset(
    String name,
    String title,
    String description,
    List<String> tasks,
    ExperimentSpec.Method method) {

  boolean serves(String task) {
    return tasks.contains(task);
  }
}
