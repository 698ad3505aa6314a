package dev.attune.spec;

import dev.attune.method.options.Settling;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.method.schema.OptionSchema.Group;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays values over one another, one giver after the other, and remembers who gave what. Null means
 * that nothing was given, at every level; {@code false} takes away what may be absent; a group that
 * may be absent begins with its own defaults as soon as it is named.
 */
final class Merge {
  private final OptionSchema schema;
  private final Class<? extends Record> type;
  private final Map<String, JsonNode> values = new HashMap<>();
  private final Map<String, Integer> givers = new HashMap<>();
  private final Map<String, String> origins = new LinkedHashMap<>();
  private final Set<String> absent = new HashSet<>();
  private int giver;

  Merge(Class<? extends Record> type) {
    this.type = type;
    schema = OptionSchema.of(type);
    schema.optionalGroups().forEach(g -> absent.add(g.name()));
  }

  /** The same so far, which goes its own way from here. */
  Merge copy() {
    Merge copy = new Merge(type);
    copy.values.putAll(values);
    copy.givers.putAll(givers);
    copy.origins.putAll(origins);
    copy.absent.clear();
    copy.absent.addAll(absent);
    copy.giver = giver;
    return copy;
  }

  /** Takes a record's values. */
  void defaults(Record options, String origin) {
    lay(OptionJson.tree(options), origin, new Problems());
  }

  /**
   * Lays values over those that are there.
   *
   * @param origin who gives them, for people
   * @param problems takes names of values that the options do not have, or whose type is wrong
   */
  void lay(ObjectNode tree, String origin, Problems problems) {
    giver++;
    lay("", tree, origin, problems);
  }

  private void lay(String prefix, ObjectNode tree, String origin, Problems problems) {
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      String name = prefix + entry.getKey();
      JsonNode value = entry.getValue();
      if (!value.isNull()) {
        value(name, value, origin, problems);
      }
    }
  }

  private void value(String name, JsonNode value, String origin, Problems problems) {
    Group group = group(name).orElse(null);
    Leaf leaf = schema.leaf(name).orElse(null);
    if (group != null) {
      group(group, value, origin, problems);
    } else if (leaf != null) {
      leaf(leaf, value, origin, problems);
    } else if (value instanceof ObjectNode below && !below.isEmpty()) {
      lay(name + ".", below, origin, problems);
    } else {
      problems.add(name, unknown(name));
    }
  }

  private String unknown(String name) {
    if (name.equals("prompts") && schema.leaf("contextVectors").isPresent()) {
      return "is for methods whose class texts are fixed: this one learns the prompt, and has"
          + " contextVectors and template";
    }
    return "unknown field; known are "
        + String.join(", ", schema.leaves().stream().map(Leaf::name).toList());
  }

  private Optional<Group> group(String name) {
    return schema.groups().stream()
        .filter(g -> !g.name().isEmpty() && g.name().equals(name))
        .findFirst();
  }

  private void group(Group group, JsonNode value, String origin, Problems problems) {
    if (group.optional() && value.isBoolean() && !value.asBoolean()) {
      absent.add(group.name());
      origins.put(group.name(), origin);
      givers.put(group.name(), giver);
    } else if (value instanceof ObjectNode below) {
      if (group.optional() && absent.remove(group.name())) {
        origins.remove(group.name());
        lay(group.prefix(), OptionJson.tree(group.defaults()), origin, problems);
      }
      lay(group.prefix(), below, origin, problems);
    } else {
      problems.add(
          group.name(), group.optional() ? "must be an object, or false" : "must be an object");
    }
  }

  private void leaf(Leaf leaf, JsonNode value, String origin, Problems problems) {
    boolean none = leaf.optional() && value.isBoolean() && !leaf.isTruth() && !value.asBoolean();
    Optional<FieldProblem> wrong = none ? Optional.empty() : OptionJson.mismatch(leaf, value);
    if (wrong.isPresent()) {
      problems.add(wrong.get().field(), wrong.get().message());
      return;
    }
    JsonNode taken = leaf.isPrompts() ? OptionJson.list(value) : value;
    set(leaf.name(), none ? OptionJson.NODES.nullNode() : taken, giver, origin);
  }

  private void set(String name, JsonNode value, int by, String origin) {
    values.put(name, value);
    givers.put(name, by);
    origins.put(name, origin);
  }

  /** Lowers what is at most the number of candidates to it. */
  void lowerToCandidates(int candidates, String origin) {
    for (Leaf leaf : schema.leaves()) {
      JsonNode value = values.get(leaf.name());
      if (leaf.upToCandidates() && value != null && value.asInt() > candidates) {
        set(
            leaf.name(),
            OptionJson.NODES.numberNode(Math.max(1, candidates)),
            givers.getOrDefault(leaf.name(), 0),
            origin);
      }
    }
  }

  /** Derives what follows from what was given. */
  void settle() {
    for (Group group : schema.groups()) {
      schema.settlers(group).forEach(m -> OptionSchema.call(m, new InGroup(group.prefix())));
    }
  }

  /** A value by its name; null where there is none. */
  @Nullable JsonNode get(String name) {
    return values.get(name);
  }

  /** All values as JSON, in the order of the record. */
  ObjectNode tree() {
    ObjectNode tree = OptionJson.object();
    for (Leaf leaf : schema.leaves()) {
      if (absent.stream().noneMatch(a -> leaf.name().startsWith(a + "."))) {
        JsonNode value = values.get(leaf.name());
        OptionJson.put(tree, leaf.name(), value == null ? OptionJson.NODES.nullNode() : value);
      }
    }
    absent.forEach(a -> OptionJson.put(tree, a, OptionJson.NODES.nullNode()));
    return tree;
  }

  /** The options that the values make. */
  Record bind() {
    return OptionJson.MAPPER.treeToValue(tree(), type);
  }

  /** Who gave each value. */
  Map<String, String> origins() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Leaf leaf : schema.leaves()) {
      if (absent.stream().noneMatch(a -> leaf.name().startsWith(a + "."))) {
        String origin = origins.get(leaf.name());
        if (origin != null) {
          all.put(leaf.name(), origin);
        }
      }
    }
    absent.stream()
        .filter(origins::containsKey)
        .forEach(a -> all.put(a, Objects.requireNonNull(origins.get(a))));
    return all;
  }

  /** What a group's rules see. */
  private final class InGroup implements Settling {
    private final String prefix;

    InGroup(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public boolean after(String leaf, String other) {
      return givers.getOrDefault(prefix + leaf, 0) > givers.getOrDefault(prefix + other, 0);
    }

    @Override
    public @Nullable Object get(String leaf) {
      JsonNode value = values.get(prefix + leaf);
      return value == null || value.isNull()
          ? null
          : OptionJson.MAPPER.treeToValue(value, Object.class);
    }

    @Override
    public void set(String leaf, Object value, String because) {
      String origin = origins.getOrDefault(prefix + because, "");
      Merge.this.set(
          prefix + leaf,
          OptionJson.MAPPER.valueToTree(value),
          givers.getOrDefault(prefix + because, giver),
          "follows from %s, %s".formatted(prefix + because, origin));
    }
  }
}
