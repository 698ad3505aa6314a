package dev.attune.testing;

import dev.attune.method.Chosen;
import dev.attune.method.Facts;
import dev.attune.method.Method;
import dev.attune.method.Question;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import dev.attune.spec.Methods;
import dev.attune.spec.SpecReader;
import dev.attune.spec.Work;
import dev.attune.task.training.Trainers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Methods with the values that a test gives. */
public final class MadeMethods {
  private static final Methods ALL = new Methods(Path.of("no plug-ins"));
  private static final SpecReader READER = new SpecReader(ALL, new Trainers());

  private MadeMethods() {}

  /** The methods that answer any of some questions. */
  public static List<Method<?>> answering(Question... questions) {
    return ALL.list().stream()
        .filter(m -> Arrays.stream(questions).anyMatch(m.answers()::contains))
        .toList();
  }

  /**
   * A method with values over its defaults.
   *
   * @param values names as JSON has them, such as {@code momentum.tau}, each before its value; what
   *     the method does not have is left out, as is null, so that one list serves many methods
   */
  public static Chosen<?> of(String type, @Nullable Object... values) {
    Method<?> method = ALL.find(type).orElseThrow();
    ObjectNode tree = defaults(method);
    for (int i = 0; i < values.length; i += 2) {
      String name = String.valueOf(values[i]);
      if (values[i + 1] != null && has(method, name)) {
        put(tree, name, values[i + 1]);
      }
    }
    if (READER.adaptation(tree) instanceof Work.Adaptation adaptation) {
      return adaptation.chosen();
    }
    throw new IllegalArgumentException("%s does not take %s".formatted(type, tree));
  }

  private static <O extends Record> ObjectNode defaults(Method<O> method) {
    return json(new Chosen<>(method, method.defaults()));
  }

  private static void put(ObjectNode tree, String name, Object value) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      tree.set(name, JsonMapper.shared().valueToTree(value));
      return;
    }
    String group = name.substring(0, dot);
    ObjectNode below = tree.get(group) instanceof ObjectNode o ? o : tree.putObject(group);
    put(below, name.substring(dot + 1), value);
  }

  /** Its type and values as JSON. */
  public static ObjectNode json(Chosen<?> chosen) {
    return new Work.Adaptation(chosen).json();
  }

  /** Whether a method has a value, or a group of values, of that name. */
  public static boolean has(Method<?> method, String name) {
    OptionSchema schema = OptionSchema.of(method.options());
    return schema.leaf(name).isPresent()
        || schema.groups().stream().anyMatch(g -> g.name().equals(name));
  }

  /** Whether a method cannot adapt a model with a kind of image tower. */
  public static <O extends Record> boolean refuses(Chosen<O> chosen, Facts.Tower kind) {
    Facts facts =
        new Facts() {
          @Override
          public Candidates candidates() {
            return Candidates.UNLIMITED;
          }

          @Override
          public Optional<Tower> tower() {
            return Optional.of(kind);
          }
        };
    return chosen.method().refusal(chosen.options(), facts).isPresent();
  }

  /** A whole number of a method's values; 0 where it has none of that name. */
  public static int number(Chosen<?> chosen, String name) {
    Leaf leaf = OptionSchema.of(chosen.method().options()).leaf(name).orElse(null);
    return leaf != null && OptionSchema.value(chosen.options(), leaf) instanceof Integer number
        ? number
        : 0;
  }
}
