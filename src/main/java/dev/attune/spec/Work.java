package dev.attune.spec;

import dev.attune.method.Chosen;
import dev.attune.task.training.Trainer;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What is done with a data set: an adaptation, or a training. */
public sealed interface Work {

  /** The name of the method, or of the trainer. */
  String type();

  /** Its values as JSON, the type first. */
  ObjectNode json();

  /** Under which name its values stand in a spec. */
  String key();

  /** Whether its samples must be run in order. */
  boolean chained();

  /** The name of the property that an adaptation's values stand under. */
  String METHOD = "method";

  /** The name of the property that a training's values stand under. */
  String TRAINING = "training";

  /** An adaptation. */
  record Adaptation(Chosen<?> chosen) implements Work {
    @Override
    public String type() {
      return chosen.method().id();
    }

    @Override
    public ObjectNode json() {
      return typed(type(), OptionJson.tree(chosen.options()));
    }

    @Override
    public String key() {
      return METHOD;
    }

    @Override
    public boolean chained() {
      return chosen.traits().lasting();
    }
  }

  /** A training. */
  record Training(Trainer<?> trainer, Record options) implements Work {
    @Override
    public String type() {
      return trainer.id();
    }

    /** The name of the model that it makes. */
    public String makes() {
      return makes(trainer);
    }

    @SuppressWarnings("unchecked") // the options were bound to the trainer's own type
    private <O extends Record> String makes(Trainer<O> of) {
      return of.makes((O) options);
    }

    /** The models that it computes with beside the one that it is for, by name. */
    public Set<String> needs() {
      return needs(trainer);
    }

    @SuppressWarnings("unchecked") // the options were bound to the trainer's own type
    private <O extends Record> Set<String> needs(Trainer<O> of) {
      return of.needs((O) options);
    }

    @Override
    public ObjectNode json() {
      return typed(type(), OptionJson.tree(options));
    }

    @Override
    public String key() {
      return TRAINING;
    }

    @Override
    public boolean chained() {
      return true;
    }
  }

  /**
   * Work whose method or trainer is not here, or not any more: its results can be shown, and no
   * more.
   *
   * @param values as they were stored
   */
  record Gone(String key, String type, ObjectNode values) implements Work {
    @Override
    public ObjectNode json() {
      return values.deepCopy();
    }

    @Override
    public boolean chained() {
      return false;
    }
  }

  private static ObjectNode typed(String type, ObjectNode values) {
    ObjectNode tree = OptionJson.object().put("type", type);
    tree.setAll(values);
    return tree;
  }
}
