package dev.attune.spec;

import dev.attune.method.Chosen;
import dev.attune.method.Method;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.task.training.Trainer;
import dev.attune.task.training.Trainers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes specs that are kept, those of version 1 too. */
@Component
public final class SpecReader {
  private static final Logger log = LoggerFactory.getLogger(SpecReader.class);

  private final Methods methods;
  private final Trainers trainers;

  public SpecReader(Methods methods, Trainers trainers) {
    this.methods = methods;
    this.trainers = trainers;
  }

  /** A spec as JSON. */
  public String write(ExperimentSpec spec) {
    return OptionJson.MAPPER.writeValueAsString(spec);
  }

  /**
   * A spec that was kept.
   *
   * @param notes sentences on what it says and is not used, and on what it does not say
   */
  public record Stored(ExperimentSpec spec, List<String> notes) {
    public Stored {
      notes = List.copyOf(notes);
    }
  }

  /** A spec from JSON that {@link #write} or version 1 wrote. */
  public ExperimentSpec read(String json) {
    return stored(json).spec();
  }

  /** The same, with what there is to say of it. */
  public Stored stored(String json) {
    JsonNode tree = OptionJson.MAPPER.readTree(json);
    List<String> notes = new ArrayList<>();
    ExperimentSpec spec =
        new ExperimentSpec(
            text(tree, "preset"),
            tree.required("task").asString(),
            tree.required("dataset").asString(),
            tree.required("split").asString(),
            tree.required("limit").asInt(),
            tree.required("seed").asLong(),
            tree.required("model").asString(),
            RunValues.read(tree),
            RunValues.settings(tree),
            work(tree, notes));
    return new Stored(spec, notes);
  }

  private static @Nullable String text(JsonNode tree, String name) {
    JsonNode value = tree.get(name);
    return value == null || value.isNull() ? null : value.asString();
  }

  private Work work(JsonNode spec, List<String> notes) {
    if (spec.get(Work.TRAINING) instanceof ObjectNode training) {
      return training(training, notes);
    }
    return adaptation((ObjectNode) spec.required(Work.METHOD), notes);
  }

  /** The work of an adaptation's values, the type among them. */
  public Work adaptation(ObjectNode values) {
    return adaptation(values, new ArrayList<>());
  }

  private Work adaptation(ObjectNode values, List<String> notes) {
    String type = values.path("type").asString("");
    Method<?> method = methods.find(type).orElse(null);
    Record options =
        method == null
            ? null
            : bound(Work.METHOD, type, method.options(), method.defaults(), values, notes);
    return method == null || options == null
        ? new Work.Gone(Work.METHOD, type, values)
        : new Work.Adaptation(chosen(method, options));
  }

  private Work training(ObjectNode values, List<String> notes) {
    String type = values.path("type").asString("");
    Trainer<?> trainer = trainers.find(type).orElse(null);
    Record options =
        trainer == null ? null : bound(Work.TRAINING, type, trainer.options(), null, values, notes);
    return trainer == null || options == null
        ? new Work.Gone(Work.TRAINING, type, values)
        : new Work.Training(trainer, options);
  }

  /** Options with the values that were kept; null where they are not the type's any more. */
  private static @Nullable Record bound(
      String key,
      String type,
      Class<? extends Record> options,
      @Nullable Record defaults,
      ObjectNode values,
      List<String> notes) {
    OptionSchema schema = OptionSchema.of(options);
    ObjectNode tree = Version1.upgraded(key, type, schema, values, notes);
    Version1.complete(key, schema, tree);
    tree = OptionJson.explicit(schema, tree);
    Merge merge = new Merge(options);
    if (defaults != null) {
      merge.defaults(defaults, "");
      merge.lay(withoutOptional(schema), "", new Problems());
    }
    Problems problems = new Problems();
    merge.lay(tree, "", problems);
    if (!problems.isEmpty()) {
      log.warn("A stored spec of {} cannot be read: {}", type, problems.found());
      return null;
    }
    try {
      Record bound = merge.bind();
      completed(type, schema, bound, tree, notes);
      return bound;
    } catch (JacksonException e) {
      log.warn("A stored spec of {} lacks a value: {}", type, e.getOriginalMessage());
      return null;
    }
  }

  /** Notes what a spec does not say, as its method had no such value when it was kept. */
  private static void completed(
      String type, OptionSchema schema, Record bound, ObjectNode tree, List<String> notes) {
    for (Leaf leaf : schema.leaves()) {
      Object value = OptionSchema.value(bound, leaf);
      if (value != null && tree.at("/" + leaf.name().replace('.', '/')).isMissingNode()) {
        notes.add(
            "The run does not say %s, which %s did not have then: it is shown with the default %s."
                .formatted(leaf.name(), type, leaf.shown(value)));
      }
    }
  }

  /** A kept spec says all: a group that it does not name was not there. */
  private static ObjectNode withoutOptional(OptionSchema schema) {
    ObjectNode off = OptionJson.object();
    schema
        .optionalGroups()
        .forEach(g -> OptionJson.put(off, g.name(), OptionJson.NODES.booleanNode(false)));
    return off;
  }

  @SuppressWarnings("unchecked") // the options were bound to the method's own type
  static <O extends Record> Chosen<O> chosen(Method<O> method, Record options) {
    return new Chosen<>(method, (O) options);
  }
}
