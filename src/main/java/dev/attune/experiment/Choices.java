package dev.attune.experiment;

import dev.attune.spec.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The constants of an enum as the API names them: in lower case, with dashes for underscores. */
public final class Choices {
  private Choices() {}

  /** All names, in the order of the constants. */
  public static List<String> names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Choices::name).toList();
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The constant of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static <E extends Enum<E>> E of(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Adds a problem unless the name is one of the enum's. */
  static <E extends Enum<E>> void check(
      Class<E> type, String name, String field, Problems problems) {
    List<String> names = names(type);
    int last = names.size() - 1;
    problems.addUnless(
        names.contains(name),
        field,
        "must be %s or %s".formatted(String.join(", ", names.subList(0, last)), names.get(last)));
  }
}
