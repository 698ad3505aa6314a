package dev.attune.spec;

import dev.attune.method.Method;
import dev.attune.task.training.Trainer;
import dev.attune.task.training.Trainers;
import dev.attune.task.training.Workshop;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Checks and completes the values of presets. */
@Component
public final class PresetRules {
  private final Methods methods;
  private final Trainers trainers;
  private final Workshop shop;

  public PresetRules(Methods methods, Trainers trainers, Workshop shop) {
    this.methods = methods;
    this.trainers = trainers;
    this.shop = shop;
  }

  /**
   * Checks that a preset's method is known, and that it has the values.
   *
   * @throws InvalidRequestException naming every value that is wrong
   */
  void check(Preset preset) {
    Problems problems = new Problems();
    merged(preset, problems);
    problems.check();
  }

  /** All values of a preset, the type first. */
  ObjectNode complete(Preset preset) {
    ObjectNode tree = OptionJson.object().put("type", preset.type());
    merged(preset, new Problems()).map(Merge::tree).ifPresent(tree::setAll);
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
