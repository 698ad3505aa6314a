package dev.attune.spec;

import dev.attune.method.Chosen;
import dev.attune.method.Method;
import dev.attune.method.schema.OptionSchema;
import dev.attune.task.training.Trainer;
import dev.attune.task.training.Trainers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
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

  /** A spec from JSON that {@link #write} or version 1 wrote. */
  public ExperimentSpec read(String json) {
    JsonNode tree = OptionJson.MAPPER.readTree(json);
    return new ExperimentSpec(
        text(tree, "preset"),
        tree.required("task").asString(),
        tree.required("dataset").asString(),
        tree.required("split").asString(),
        tree.required("limit").asInt(),
        tree.required("seed").asLong(),
        tree.required("model").asString(),
        work(tree));
  }

  private static @Nullable String text(JsonNode tree, String name) {
    JsonNode value = tree.get(name);
    return value == null || value.isNull() ? null : value.asString();
  }

  private Work work(JsonNode spec) {
    if (spec.get(Work.TRAINING) instanceof ObjectNode training) {
      return training(training);
    }
    return adaptation((ObjectNode) spec.required(Work.METHOD));
  }

  /** The work of an adaptation's values, the type among them. */
  public Work adaptation(ObjectNode values) {
    String type = values.path("type").asString("");
    Method<?> method = methods.find(type).orElse(null);
    Record options =
        method == null
            ? null
            : bound(Work.METHOD, type, method.options(), method.defaults(), values);
    return method == null || options == null
        ? new Work.Gone(Work.METHOD, type, values)
        : new Work.Adaptation(chosen(method, options));
  }

  private Work training(ObjectNode values) {
    String type = values.path("type").asString("");
    Trainer<?> trainer = trainers.find(type).orElse(null);
    Record options =
        trainer == null ? null : bound(Work.TRAINING, type, trainer.options(), null, values);
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
      ObjectNode values) {
    OptionSchema schema = OptionSchema.of(options);
    List<String> notes = new ArrayList<>();
    ObjectNode tree = Version1.upgraded(key, type, schema, values, notes);
    Version1.complete(key, schema, tree);
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
    return merge.bind();
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
