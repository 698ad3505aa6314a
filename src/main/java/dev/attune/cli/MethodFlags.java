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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The values of methods as options of a command: a flag for each that any method has. */
final class MethodFlags {
  private final Map<String, List<Leaf>> leaves = new LinkedHashMap<>();
  private final Map<String, String> given = new LinkedHashMap<>();

  MethodFlags() {
    for (Method<?> method : new Methods(new HomeOption().get().resolve("plugins")).list()) {
      for (Leaf leaf : OptionSchema.of(method.options()).leaves()) {
        leaves.computeIfAbsent(leaf.flag(), f -> new ArrayList<>()).add(leaf);
      }
    }
  }

  /** Adds them to the command. */
  static final class Adding implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec spec) {
      MethodFlags flags = ((RunCommand) spec.userObject()).flags;
      flags.leaves.forEach((flag, all) -> spec.addOption(flags.option(flag, all)));
      return spec;
    }
  }

  private OptionSpec option(String flag, List<Leaf> all) {
    // methods may mean different things by one flag
    List<String> words = all.stream().map(MethodFlags::words).distinct().toList();
    return OptionSpec.builder(flag)
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
   * @return null when nothing was given
   */
  @Nullable ObjectNode method(@Nullable String type, @Nullable Method<?> method) {
    if (type == null && given.isEmpty()) {
      return null;
    }
    List<Leaf> own = method == null ? List.of() : OptionSchema.of(method.options()).leaves();
    List<Leaf> meant = new ArrayList<>();
    Map<String, List<String>> typed = new LinkedHashMap<>();
    given.forEach(
        (flag, text) -> {
          List<Leaf> any = leaves.getOrDefault(flag, List.of());
          Leaf leaf =
              own.stream().filter(l -> l.flag().equals(flag)).findFirst().orElse(any.get(0));
          meant.add(leaf);
          typed.put(leaf.name(), leaf.isList() ? Arrays.asList(text.split(",")) : List.of(text));
        });
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    if (type != null) {
      tree.put("type", type);
    }
    tree.setAll(OptionForm.typed(meant, typed));
    return tree;
  }
}
