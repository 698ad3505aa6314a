package dev.attune.experiment;

import java.util.List;

/**
 * A named set of a method's numbers.
 *
 * @param title for people
 * @param tasks the tasks it is for
 * @param model the one that is taken where a request names none
 */
public record Preset(
    String name,
    String title,
    String description,
    List<String> tasks,
    String model,
    ExperimentSpec.Method method) {
  private static final String POLICY = "icons-clip-s";

  /** A preset for the built-in policy. */
  Preset(
      String name,
      String title,
      String description,
      List<String> tasks,
      ExperimentSpec.Method method) {
    this(name, title, description, tasks, POLICY, method);
  }

  boolean serves(String task) {
    return tasks.contains(task);
  }
}
