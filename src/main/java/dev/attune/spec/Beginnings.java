package dev.attune.spec;

import dev.attune.method.Method;
import dev.attune.task.Task;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Finds the method and the preset that a request names, or means. */
final class Beginnings {
  private static final String METHOD = Work.METHOD + ".";

  private final Presets presets;
  private final Methods methods;

  Beginnings(Presets presets, Methods methods) {
    this.presets = presets;
    this.methods = methods;
  }

  /** The method that a request names by itself; empty where it names none, or one that is not. */
  Optional<Method<?>> named(ExperimentRequest request) {
    return Optional.ofNullable(type(request)).flatMap(methods::find);
  }

  private static @Nullable String type(ExperimentRequest request) {
    ObjectNode method = request.method();
    return method == null || !method.path("type").isString()
        ? null
        : method.path("type").asString();
  }

  /**
   * What the values of a request begin with.
   *
   * @param task null where it is not known
   * @return null where something is wrong, or too little is known
   */
  @Nullable Beginning of(ExperimentRequest request, @Nullable Task task, Problems problems) {
    String type = type(request);
    if (type == null && request.method() != null && request.method().hasNonNull("type")) {
      problems.add(METHOD + "type", "must be a text");
    }
    Method<?> named = type == null ? null : methods.find(type).orElse(null);
    if (type != null && named == null) {
      problems.add(METHOD + "type", "unknown method " + type);
    }
    if (request.preset() != null) {
      return ofPreset(request.preset(), named, task, problems);
    }
    if (type == null) {
      problems.add("preset", "must be given, or else method.type");
      return null;
    }
    if (named == null || task == null) {
      return null;
    }
    if (!task.isServedBy(named)) {
      problems.add(METHOD + "type", "is not for " + task.id());
      return null;
    }
    return new Beginning(named, presets.usual(task.id(), named.id()).orElse(null));
  }

  private @Nullable Beginning ofPreset(
      String name, @Nullable Method<?> named, @Nullable Task task, Problems problems) {
    Preset preset = presets.find(name).filter(p -> !p.isTraining()).orElse(null);
    Method<?> method = preset == null ? null : methods.find(preset.type()).orElse(null);
    if (preset == null || method == null) {
      problems.add("preset", "unknown preset " + name);
      return null;
    }
    problems.addUnless(
        task == null || preset.serves(task.id()),
        "preset",
        "is for " + String.join(", ", preset.tasks()));
    problems.addUnless(
        named == null || named.equals(method),
        METHOD + "type",
        "the preset %s is of type %s".formatted(preset.name(), preset.type()));
    return new Beginning(method, preset);
  }
}
