package dev.attune.spec;

import dev.attune.method.Method;
import dev.attune.method.schema.OptionSchema;
import dev.attune.task.Tasks;
import dev.attune.task.training.Trainer;
import dev.attune.task.training.Trainers;
import dev.attune.task.training.Workshop;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Checks and completes the values of presets. */
@Component
public final class PresetRules {
  private final Methods methods;
  private final Trainers trainers;
  private final Workshop shop;
  private final Tasks tasks;

  public PresetRules(Methods methods, Trainers trainers, Workshop shop, Tasks tasks) {
    this.methods = methods;
    this.trainers = trainers;
    this.shop = shop;
    this.tasks = tasks;
  }

  /**
   * Checks that a preset's method is known and serves its tasks, and that it has the values.
   *
   * @throws InvalidRequestException naming every value that is wrong
   */
  void check(Preset preset) {
    Problems problems = new Problems();
    check(preset, problems);
    problems.check();
  }

  /** The same; takes what is wrong. */
  void check(Preset preset, Problems problems) {
    Merge merge = merged(preset, problems).orElse(null);
    if (merge != null) {
      OptionRules.limits(merge.bind(), problems.below(preset.kind() + "."));
      preset.tasks().forEach(t -> task(t, preset, problems));
      preset.sets().forEach((set, of) -> ofSet(preset, merge.copy(), set, of, problems));
    }
  }

  private static void ofSet(
      Preset preset, Merge merge, String set, ObjectNode values, Problems problems) {
    problems.addUnless(!preset.isTraining(), "sets", "are for methods");
    Problems below = new Problems();
    merge.lay(values, "", below);
    OptionRules.limits(merge.bind(), below);
    below.found().forEach(p -> problems.add("sets." + set + "." + p.field(), p.message()));
  }

  private void task(String name, Preset preset, Problems problems) {
    boolean serves =
        preset.isTraining()
            ? name.equals(SpecResolver.TRAINING_TASK)
            : tasks
                .find(name)
                .filter(t -> methods.find(preset.type()).filter(t::isServedBy).isPresent())
                .isPresent();
    problems.addUnless(
        serves, "tasks", "%s is no task that %s is for".formatted(name, preset.type()));
  }

  /** Values as a preset's file has them: what is not there is said to be not there. */
  @Nullable ObjectNode explicit(@Nullable ObjectNode values) {
    if (values == null) {
      return null;
    }
    String type = values.path("type").asString("");
    return methods
        .find(type)
        .map(m -> OptionJson.explicit(OptionSchema.of(m.options()), values))
        .orElse(values);
  }

  /** All values of a preset, the type first. */
  ObjectNode complete(Preset preset) {
    ObjectNode tree = OptionJson.object().put("type", preset.type());
    merged(preset, new Problems()).map(Merge::bind).map(OptionJson::tree).ifPresent(tree::setAll);
    return tree;
  }

  private Optional<Merge> merged(Preset preset, Problems problems) {
    Problems below = new Problems();
    Optional<Merge> merge =
        preset.isTraining()
            ? trainers.find(preset.type()).map(t -> of(t, preset))
            : methods.find(preset.type()).map(PresetRules::of);
    if (merge.isEmpty()) {
      problems.add(preset.kind() + ".type", "unknown: " + preset.type());
      return merge;
    }
    ObjectNode values = preset.values().deepCopy();
    values.remove("type");
    merge.get().lay(values, "", below);
    below.found().forEach(p -> problems.add(preset.kind() + "." + p.field(), p.message()));
    return merge;
  }

  private static Merge of(Method<?> method) {
    Merge merge = new Merge(method.options());
    merge.defaults(method.defaults(), "");
    return merge;
  }

  private <O extends Record> Merge of(Trainer<O> trainer, Preset preset) {
    Merge merge = new Merge(trainer.options());
    merge.defaults(trainer.usual(shop, preset.model(), leaf -> null), "");
    return merge;
  }
}
