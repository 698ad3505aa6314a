package dev.attune.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Finds samples by what other programs call them: the name as it is, without folders, without its
 * end too, or the number at its end, which is COCO's id. What two samples share names neither.
 */
final class ImageNames {
  private static final int SHARED = -1;
  private static final List<UnaryOperator<String>> WAYS =
      List.of(n -> n, ImageNames::file, ImageNames::stem, ImageNames::number);

  private final List<Map<String, Integer>> places = new ArrayList<>();

  ImageNames(List<String> names) {
    for (UnaryOperator<String> way : WAYS) {
      Map<String, Integer> byName = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        byName.merge(way.apply(names.get(i)), i, (a, b) -> SHARED);
      }
      places.add(byName);
    }
  }

  private static String file(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String stem(String name) {
    return file(name).replaceFirst("(?<=.)\\.[^.]*$", "");
  }

  private static String number(String name) {
    return stem(name).replaceFirst("^.*?0*([0-9]+)$", "$1");
  }

  /** The place of the sample that is called so; empty when there is none. */
  OptionalInt find(String id) {
    for (int way = 0; way < WAYS.size(); way++) {
      boolean number = way == WAYS.size() - 1;
      if (!number || id.matches("[0-9]+")) {
        int place = places.get(way).getOrDefault(number ? number(id) : id, SHARED);
        if (place != SHARED) {
          return OptionalInt.of(place);
        }
      }
    }
    return OptionalInt.empty();
  }
}
