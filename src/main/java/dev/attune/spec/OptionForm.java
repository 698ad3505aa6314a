package dev.attune.spec;

import dev.attune.method.Method;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.task.training.Trainers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Options as fields of forms and flags of commands. */
@Component
public final class OptionForm {
  private final Methods methods;
  private final Trainers trainers;
  private final Presets presets;

  public OptionForm(Methods methods, Trainers trainers, Presets presets) {
    this.methods = methods;
    this.trainers = trainers;
    this.presets = presets;
  }

  /**
   * A field of a form.
   *
   * @param name such as {@code method.learningRate}
   */
  public record Field(String name, Leaf leaf) {}

  /** The fields of a method's values; none for an unknown one. */
  public List<Field> ofMethod(@Nullable String type) {
    return type == null
        ? List.of()
        : methods.find(type).map(m -> fields(Work.METHOD, m.options())).orElse(List.of());
  }

  /** The fields of a trainer's values; none for an unknown one. */
  public List<Field> ofTrainer(@Nullable String type) {
    return type == null
        ? List.of()
        : trainers.find(type).map(t -> fields(Work.TRAINING, t.options())).orElse(List.of());
  }

  private static List<Field> fields(String key, Class<? extends Record> options) {
    return OptionSchema.of(options).leaves().stream()
        .map(l -> new Field(key + "." + l.name(), l))
        .toList();
  }

  /** The values of a preset's method by their names in a request about one picture. */
  public Map<String, Leaf> interactive(String preset) {
    Map<String, Leaf> names = new LinkedHashMap<>();
    presets
        .find(preset)
        .flatMap(p -> methods.find(p.type()))
        .ifPresent(
            m ->
                OptionSchema.of(m.options())
                    .leaves()
                    .forEach(l -> names.put(l.interactiveName(), l)));
    return names;
  }

  /** The values of all methods, by their names in a request about one picture. */
  public Map<String, Leaf> interactive() {
    Map<String, Leaf> names = new LinkedHashMap<>();
    for (Method<?> method : methods.list()) {
      for (Leaf leaf : OptionSchema.of(method.options()).leaves()) {
        names.putIfAbsent(leaf.interactiveName(), leaf);
      }
    }
    return names;
  }

  /** The method of a request that names a preset or a method; empty where neither is known. */
  public Optional<Method<?>> method(@Nullable String preset, @Nullable String type) {
    String named = type == null || type.isBlank() ? typeOf(preset) : type;
    return named == null ? Optional.empty() : methods.find(named);
  }

  private @Nullable String typeOf(@Nullable String preset) {
    return presets.find(preset).map(Preset::type).orElse(null);
  }

  /**
   * What was typed, as JSON.
   *
   * @param typed texts by the names of leaves
   */
  public static ObjectNode typed(List<Leaf> leaves, Map<String, List<String>> typed) {
    ObjectNode tree = OptionJson.object();
    typed.forEach(
        (name, texts) -> {
          List<String> given = texts.stream().filter(t -> !t.isBlank()).toList();
          if (!given.isEmpty()) {
            OptionJson.put(
                tree,
                name,
                leaves.stream()
                    .filter(l -> l.name().equals(name))
                    .findFirst()
                    .map(l -> OptionJson.typed(l, given))
                    .orElseGet(() -> OptionJson.NODES.stringNode(given.get(0))));
          }
        });
    return tree;
  }

  /** Puts a value under a name with dots. */
  public static void put(ObjectNode tree, String name, JsonNode value) {
    OptionJson.put(tree, name, value);
  }

  /** The texts that show values, by the names of leaves. */
  public static Map<String, List<String>> shown(List<Leaf> leaves, ObjectNode values) {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    for (Leaf leaf : leaves) {
      JsonNode value = values.at("/" + leaf.name().replace('.', '/'));
      if (value.isArray()) {
        List<String> all = new ArrayList<>();
        value.forEach(v -> all.add(v.asString()));
        shown.put(leaf.name(), all);
      } else if (!value.isMissingNode() && !value.isNull()) {
        shown.put(leaf.name(), List.of(value.asString()));
      }
    }
    return shown;
  }
}
