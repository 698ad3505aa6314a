package dev.attune.dataset.folder;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers the classes of a list that numbers them, and holds the list to it. */
final class NumberedClasses {
  private final TreeMap<Integer, String> names = new TreeMap<>();

  /**
   * @throws RegistrationException when the number has another name already
   */
  void add(String where, int number, String name) {
    String known = names.putIfAbsent(number, name);
    if (number < 0 || name.isBlank()) {
      throw new RegistrationException("path", where + ": needs a class number and a name");
    }
    if (known != null && !known.equals(name)) {
      throw new RegistrationException(
          "path",
          "%s: the class %d is called %s here and %s before".formatted(where, number, name, known));
    }
  }

  /**
   * The names by number.
   *
   * @throws RegistrationException when a number is left out
   */
  List<String> names() {
    int expected = 0;
    for (Map.Entry<Integer, String> entry : names.entrySet()) {
      if (entry.getKey() != expected++) {
        throw new RegistrationException(
            "path",
            "no row has the class %d, but one has %d".formatted(expected - 1, entry.getKey()));
      }
    }
    return List.copyOf(names.values());
  }
}
