package dev.attune.spec;

import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What version 1 stored and took: every spec had all values, also those that its method does not
 * have. This is the one place that knows.
 */
final class Version1 {
  /** Never taken where a method has no such value. */
  private static final Predicate<JsonNode> NEVER = value -> false;

  private static final Predicate<JsonNode> RATE =
      v -> v.isNumber() && Double.isFinite(v.asDouble()) && v.asDouble() >= 0;
  private static final Predicate<JsonNode> SHARE =
      v -> v.isNumber() && v.asDouble() > 0 && v.asDouble() <= 1;

  /**
   * A value of version 1.
   *
   * @param neutral what it wrote where a method had no use for it, as JSON
   * @param ignored what it took from a caller and made nothing of
   */
  private record Known(String neutral, Predicate<JsonNode> ignored) {}

  /** In the order in which version 1 wrote them. */
  private static final Map<String, Known> METHOD = new LinkedHashMap<>();

  static {
    METHOD.put("steps", new Known("0", NEVER));
    METHOD.put("learningRate", new Known("0", RATE));
    METHOD.put("weightDecay", new Known("0", RATE));
    METHOD.put("sampleK", new Known("1", v -> v.isIntegralNumber() && between(v, 1, 1000)));
    METHOD.put("views", new Known("1", NEVER));
    METHOD.put("selection", new Known("1", SHARE));
    METHOD.put("cropScale", new Known("1", SHARE));
    METHOD.put("reward.models", new Known("[]", NEVER));
    METHOD.put("reward.baseline", new Known("true", JsonNode::isBoolean));
    METHOD.put("reward.amplify", new Known("false", JsonNode::isBoolean));
    METHOD.put("reward.scope", new Known("\"view\"", oneOf("view", "batch")));
    METHOD.put("reward.weights", new Known("\"mean\"", oneOf("confidence", "mean")));
    METHOD.put(
        "augmentation", new Known("\"crop\"", oneOf("crop", "augmix", "augmix-all", "hard")));
    METHOD.put("parameters", new Known("\"all\"", NEVER));
    METHOD.put("distillation", new Known("\"kd\"", NEVER));
    METHOD.put("minEntropyWeight", new Known("0", NEVER));
    METHOD.put("batchNorm.statistics", new Known("\"running\"", NEVER));
    METHOD.put("batchNorm.priorStrength", new Known("0", RATE));
    METHOD.put("momentum.tau", new Known("null", NEVER));
    METHOD.put("momentum.updateFrequency", new Known("null", NEVER));
    METHOD.put("momentum.weight", new Known("null", NEVER));
    METHOD.put("contextVectors", new Known("null", NEVER));
    METHOD.put("maskPadding", new Known("false", NEVER));
  }

  /** Of a training; ClipCap has no noise now, and had none then. */
  private static final Map<String, Known> TRAINING = Map.of("noise", new Known("0", NEVER));

  private static final Set<String> WHOLE =
      Set.of("steps", "sampleK", "views", "momentum.updateFrequency");

  private Version1() {}

  private static boolean between(JsonNode value, int least, int most) {
    return value.asDouble() >= least && value.asDouble() <= most;
  }

  private static Predicate<JsonNode> oneOf(String... names) {
    return value -> value.isString() && List.of(names).contains(value.asString());
  }

  /**
   * Takes away what a method does not have, where version 1 wrote it itself, or took it and made
   * nothing of it. Anything else stays, and so is found to be wrong.
   *
   * @param key of a method's or a training's values
   * @param type the name of the method, for notes
   * @param notes takes sentences on what was ignored
   */
  static ObjectNode upgraded(
      String key, String type, OptionSchema schema, ObjectNode given, List<String> notes) {
    ObjectNode tree = given.deepCopy();
    tree.remove("type");
    known(key)
        .forEach(
            (name, known) -> {
              JsonNode value = at(tree, name);
              if (schema.leaf(name).isEmpty() && value != null) {
                if (same(value, known.neutral())) {
                  remove(tree, name);
                } else if (known.ignored().test(value) || isForNothing(type, name, value)) {
                  remove(tree, name);
                  notes.add(
                      "%s has no %s: %s was given and makes no difference."
                          .formatted(type, name, value));
                }
              }
            });
    return tree;
  }

  /** What does not adapt took as many views as any method. */
  private static boolean isForNothing(String type, String name, JsonNode value) {
    return type.equals("zero-shot")
        && name.equals("views")
        && value.isIntegralNumber()
        && between(value, 1, 1024);
  }

  /** Adds to a stored spec what version 1 did where it did not say so yet. */
  static void complete(String key, OptionSchema schema, ObjectNode stored) {
    known(key)
        .forEach(
            (name, known) -> {
              Leaf leaf = schema.leaf(name).orElse(null);
              boolean optional =
                  schema.optionalGroups().stream().anyMatch(g -> name.startsWith(g.name() + "."));
              if (leaf != null && !optional && !leaf.optional() && at(stored, name) == null) {
                OptionJson.put(stored, name, OptionJson.MAPPER.readTree(known.neutral()));
              }
            });
  }

  private static Map<String, Known> known(String key) {
    return key.equals(Work.TRAINING) ? TRAINING : METHOD;
  }

  private static boolean same(JsonNode value, String neutral) {
    JsonNode wanted = OptionJson.MAPPER.readTree(neutral);
    return value.isNumber() && wanted.isNumber()
        ? value.asDouble() == wanted.asDouble()
        : value.equals(wanted);
  }

  /** A value that is there and not null. */
  private static @Nullable JsonNode at(ObjectNode tree, String name) {
    JsonNode value = tree.at("/" + name.replace('.', '/'));
    return value.isMissingNode() || value.isNull() ? null : value;
  }

  private static void remove(ObjectNode tree, String name) {
    int dot = name.lastIndexOf('.');
    ObjectNode parent =
        dot < 0 ? tree : (ObjectNode) tree.at("/" + name.substring(0, dot).replace('.', '/'));
    parent.remove(name.substring(dot + 1));
    if (dot >= 0 && parent.isEmpty()) {
      tree.remove(name.substring(0, dot));
    }
  }

  /**
   * A request as version 1 wrote it down to know it again: every value by its place, null where
   * nothing was given.
   *
   * @return null where it has values that version 1 did not know
   */
  static @Nullable String request(ExperimentRequest request) {
    ObjectNode tree = OptionJson.object();
    tree.put("name", request.name());
    tree.put("preset", request.preset());
    tree.put("task", request.task());
    tree.put("dataset", request.dataset());
    tree.put("split", request.split());
    tree.put("limit", request.limit());
    tree.put("seed", request.seed());
    tree.put("model", request.model());
    ObjectNode method = request.method() == null ? null : method(request.method());
    ObjectNode training = request.training() == null ? null : training(request.training());
    if (!RunValues.given(request).isEmpty()
        || (method == null) != (request.method() == null)
        || (training == null) != (request.training() == null)) {
      return null;
    }
    tree.set("method", Objects.requireNonNullElse(method, OptionJson.NODES.nullNode()));
    tree.set("training", Objects.requireNonNullElse(training, OptionJson.NODES.nullNode()));
    return OptionJson.MAPPER.writeValueAsString(tree);
  }

  private static @Nullable ObjectNode method(ObjectNode given) {
    ObjectNode rest = given.deepCopy();
    ObjectNode tree = OptionJson.object();
    tree.set("type", taken(rest, "type"));
    for (String name : METHOD.keySet()) {
      int dot = name.indexOf('.');
      String group = dot < 0 ? null : name.substring(0, dot);
      if (group == null) {
        tree.set(name, number(name, taken(rest, name)));
      } else if (rest.get(group) instanceof ObjectNode below) {
        OptionJson.put(tree, name, number(name, taken(below, name.substring(dot + 1))));
      } else if (!tree.has(group)) {
        tree.set(group, OptionJson.NODES.nullNode());
      }
    }
    boolean all =
        rest.properties().stream()
            .map(Map.Entry::getValue)
            .allMatch(v -> v.isNull() || (v instanceof ObjectNode below && below.isEmpty()));
    return all ? tree : null;
  }

  private static @Nullable ObjectNode training(ObjectNode given) {
    ObjectNode rest = given.deepCopy();
    ObjectNode tree = OptionJson.object();
    for (String name :
        List.of(
            "type",
            "captioner",
            "languageModel",
            "scorer",
            "mapping",
            "prefixLength",
            "epochs",
            "batch",
            "learningRate",
            "warmUp",
            "weightDecay",
            "noise")) {
      boolean decimal = Set.of("learningRate", "weightDecay", "noise").contains(name);
      JsonNode value = taken(rest, name);
      tree.set(
          name,
          decimal && value.isNumber() ? OptionJson.NODES.numberNode(value.asDouble()) : value);
    }
    return rest.isEmpty() ? tree : null;
  }

  private static JsonNode taken(ObjectNode from, String name) {
    JsonNode value = from.remove(name);
    return value == null ? OptionJson.NODES.nullNode() : value;
  }

  private static JsonNode number(String name, JsonNode value) {
    return value.isNumber() && !WHOLE.contains(name)
        ? OptionJson.NODES.numberNode(value.asDouble())
        : value;
  }
}
