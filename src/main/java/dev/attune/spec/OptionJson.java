package dev.attune.spec;

import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.method.schema.OptionSchema.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Options as JSON: each value by its leaf's type, a record as a whole. */
final class OptionJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private OptionJson() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  /** A record's values, those of absent groups null. */
  static ObjectNode tree(Record options) {
    return MAPPER.<ObjectNode>valueToTree(options);
  }

  /**
   * All values of a run, with false where an optional one was not there: null would mean that
   * nothing was given, and a default would take its place.
   */
  static ObjectNode explicit(OptionSchema schema, ObjectNode values) {
    ObjectNode tree = values.deepCopy();
    Stream.concat(
            schema.optionalGroups().stream().map(Group::name),
            schema.leaves().stream().filter(l -> l.optional() && !l.isTruth()).map(Leaf::name))
        .filter(name -> tree.at("/" + name.replace('.', '/')).isNull())
        .forEach(name -> put(tree, name, NODES.booleanNode(false)));
    return tree;
  }

  /** Puts a value under a name with dots. */
  static void put(ObjectNode tree, String name, JsonNode value) {
    ObjectNode at = tree;
    String[] parts = name.split("\\.");
    for (int i = 0; i < parts.length - 1; i++) {
      JsonNode next = at.get(parts[i]);
      if (!(next instanceof ObjectNode)) {
        next = object();
        at.set(parts[i], next);
      }
      at = (ObjectNode) next;
    }
    at.set(parts[parts.length - 1], value);
  }

  /** What is wrong with a value, by its type alone; empty when nothing is. */
  static Optional<FieldProblem> mismatch(Leaf leaf, JsonNode value) {
    if (leaf.isList()) {
      return list(leaf, value);
    }
    boolean fits =
        leaf.isTruth()
            ? value.isBoolean()
            : leaf.isWhole()
                ? value.isIntegralNumber() && value.canConvertToInt()
                : leaf.isNumber()
                    ? value.isNumber()
                    : value.isString()
                        && (!leaf.isChoice() || leaf.choices().contains(value.asString()));
    return fits ? Optional.empty() : Optional.of(new FieldProblem(leaf.name(), wanted(leaf)));
  }

  /** A lone text as a list of one. */
  static JsonNode list(JsonNode value) {
    return value.isString() ? NODES.arrayNode().add(value) : value;
  }

  private static Optional<FieldProblem> list(Leaf leaf, JsonNode value) {
    if (leaf.isPrompts() && value.isString()) {
      return Optional.empty();
    }
    if (!value.isArray()) {
      return Optional.of(new FieldProblem(leaf.name(), "must be a list"));
    }
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i).isNull()) {
        return Optional.of(new FieldProblem("%s[%d]".formatted(leaf.name(), i), "must be a text"));
      }
      if (!value.get(i).isString()) {
        return Optional.of(new FieldProblem(leaf.name(), "must be a list of texts"));
      }
    }
    return Optional.empty();
  }

  private static String wanted(Leaf leaf) {
    if (leaf.isTruth()) {
      return "must be true or false";
    }
    if (leaf.isWhole()) {
      return "must be a whole number below 2^31";
    }
    if (leaf.isNumber()) {
      return "must be a number";
    }
    if (leaf.isChoice()) {
      List<String> names = leaf.choices();
      int last = names.size() - 1;
      return "must be %s or %s"
          .formatted(String.join(", ", names.subList(0, last)), names.get(last));
    }
    return "must be a text";
  }

  /**
   * What was typed, as JSON has it; prompts are divided by line breaks or bars. What is no value of
   * the type stays a text, and so is found to be none.
   */
  static JsonNode typed(Leaf leaf, List<String> typed) {
    if (leaf.isList()) {
      List<JsonNode> items = new ArrayList<>();
      typed.stream()
          .flatMap(t -> leaf.isPrompts() ? Arrays.stream(t.split("\\R|\\|")) : Stream.of(t))
          .filter(t -> !t.isBlank())
          .forEach(t -> items.add(NODES.stringNode(t.strip())));
      return NODES.arrayNode().addAll(items);
    }
    String text = typed.get(0).strip();
    try {
      if (leaf.isWhole()) {
        return NODES.numberNode(Integer.parseInt(text));
      }
      if (leaf.isNumber()) {
        return NODES.numberNode(Double.parseDouble(text));
      }
    } catch (NumberFormatException e) {
      return NODES.stringNode(text);
    }
    if (leaf.isTruth() && (text.equals("true") || text.equals("false"))) {
      return NODES.booleanNode(text.equals("true"));
    }
    return NODES.stringNode(text);
  }
}
