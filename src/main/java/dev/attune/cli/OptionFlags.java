package dev.attune.cli;

import dev.attune.method.Method;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.spec.Methods;
import dev.attune.spec.OptionForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values of records of options as options of a command: a flag for each that any record has. */
final class OptionFlags {
  private final Map<String, List<Leaf>> leaves = new LinkedHashMap<>();
  private final Map<String, String> given = new LinkedHashMap<>();
  private final Map<String, String> older;

  /**
   * @param options types of records
   * @param older names that flags had before, by the flags, which still mean the same
   * @param left names of values that have no flag
   */
  OptionFlags(
      Stream<Class<? extends Record>> options, Map<String, String> older, Set<String> left) {
    this.older = older;
    options
        .flatMap(type -> OptionSchema.of(type).leaves().stream())
        .filter(leaf -> !left.contains(leaf.name()))
        .forEach(leaf -> leaves.computeIfAbsent(leaf.flag(), f -> new ArrayList<>()).add(leaf));
  }

  /** Those of all methods. */
  static OptionFlags ofMethods() {
    return new OptionFlags(
        new Methods(new HomeOption().get().resolve("plugins")).list().stream().map(Method::options),
        Map.of(),
        Set.of());
  }

  /** A command that has them. */
  interface Holder {
    OptionFlags flags();
  }

  /** Adds them to the command. */
  static final class Adding implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec spec) {
      OptionFlags flags = ((Holder) spec.userObject()).flags();
      flags.leaves.forEach((flag, all) -> spec.addOption(flags.option(flag, all)));
      return spec;
    }
  }

  private OptionSpec option(String flag, List<Leaf> all) {
    // methods may mean different things by one flag
    List<String> words = all.stream().map(OptionFlags::words).distinct().toList();
    String before = older.get(flag);
    return (before == null ? OptionSpec.builder(flag) : OptionSpec.builder(flag, before))
        .type(String.class)
        .arity("1")
        .paramLabel("<%s>".formatted(all.get(0).interactiveName()))
        .description(String.join("; or ", words).replace("%", "%%"))
        .setter(setter(flag))
        .build();
  }

  private static String words(Leaf leaf) {
    if (leaf.isTruth()) {
      return "true or false: " + leaf.description();
    }
    if (leaf.isPrompts()) {
      return leaf.description() + "; several divided by |, files also by their paths";
    }
    return leaf.isChoice()
        ? "%s: %s".formatted(String.join(", ", leaf.choices()), leaf.description())
        : leaf.description();
  }

  private ISetter setter(String flag) {
    return new ISetter() {
      @Override
      @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // picocli's signature
      public <T> @Nullable T set(@Nullable T value) {
        String before = given.remove(flag);
        if (value != null) {
          given.put(flag, String.valueOf(value));
        }
        return (T) before;
      }
    };
  }

  /**
   * The method of a request, with what was given.
   *
   * @param type the method's name, where it was given
   * @param method the one that runs; null when that is unknown
   * @param prompts what becomes of a value's name and each of its prompts
   * @return null when nothing was given
   */
  @Nullable ObjectNode method(
      @Nullable String type, @Nullable Method<?> method, BinaryOperator<String> prompts) {
    if (type == null && given.isEmpty()) {
      return null;
    }
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    if (type != null) {
      tree.put("type", type);
    }
    tree.setAll(
        values(method == null ? List.of() : OptionSchema.of(method.options()).leaves(), prompts));
    return tree;
  }

  /**
   * What was given.
   *
   * @param own values of the record that is meant; others are taken where it has none of a flag
   */
  ObjectNode values(List<Leaf> own) {
    return values(own, (name, given) -> given);
  }

  private ObjectNode values(List<Leaf> own, BinaryOperator<String> prompts) {
    List<Leaf> meant = new ArrayList<>();
    Map<String, List<String>> typed = new LinkedHashMap<>();
    given.forEach(
        (flag, text) -> {
          List<Leaf> any = leaves.getOrDefault(flag, List.of());
          Leaf leaf =
              own.stream().filter(l -> l.flag().equals(flag)).findFirst().orElse(any.get(0));
          meant.add(leaf);
          typed.put(leaf.name(), texts(leaf, text, prompts));
        });
    return OptionForm.typed(meant, typed);
  }

  /** Commas divide a list, but for templates, which may have some. */
  private static List<String> texts(Leaf leaf, String text, BinaryOperator<String> prompts) {
    if (leaf.isPrompts()) {
      return Arrays.stream(text.split("\\|"))
          .map(String::strip)
          .map(given -> prompts.apply(leaf.name(), given))
          .toList();
    }
    return leaf.isList() ? Arrays.asList(text.split(",")) : List.of(text);
  }
}
