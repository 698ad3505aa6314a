package dev.attune.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named set of a method's numbers.
 *
 * @param title for people
 * @param tasks the tasks it is for
 * @param model the one that is taken where a request names none
 * @param method null for a training
 * @param training the values of a training before the built-in language model; null for a method
 */
public record Preset(
    String name,
    String title,
    String description,
    List<String> tasks,
    String model,
    ExperimentSpec.@Nullable Method method,
    ExperimentSpec.@Nullable Training training) {
  static final String POLICY = "icons-clip-s";

  /** A preset of a method. */
  Preset(
      String name,
      String title,
      String description,
      List<String> tasks,
      String model,
      ExperimentSpec.Method method) {
    this(name, title, description, tasks, model, method, null);
  }

  /** A preset for the built-in policy. */
  Preset(
      String name,
      String title,
      String description,
      List<String> tasks,
      ExperimentSpec.Method method) {
    this(name, title, description, tasks, POLICY, method);
  }

  /** Whether it is one of a method. */
  boolean isOf(String type) {
    return method != null && method.type().equals(type);
  }

  /** Whether its runs learn from sample to sample. */
  public boolean learnsOn() {
    return method != null && method.momentum() != null;
  }

  boolean serves(String task) {
    return tasks.contains(task);
  }
}
