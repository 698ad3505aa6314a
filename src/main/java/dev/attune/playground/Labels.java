package dev.attune.playground;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The labels that a person types. */
final class Labels {
  static final int MAX = 1000;
  private static final int MAX_LENGTH = 100;

  private Labels() {}

  /** One label a line, or several between commas; blanks around them do not count. */
  static List<String> split(List<String> typed) {
    return typed.stream()
        .flatMap(t -> Stream.of(t.split("[,\\r\\n]+")))
        .map(String::strip)
        .filter(l -> !l.isEmpty())
        .toList();
  }

  /** Tells what is wrong with labels: the first thing only, since one often follows from it. */
  static void check(List<String> labels, Consumer<String> problem) {
    if (labels.size() < 2) {
      problem.accept(
          labels.isEmpty()
              ? "must be given: at least 2, one a line or with commas between them"
              : "must be at least 2: with one there is nothing to tell apart");
    } else if (labels.size() > MAX) {
      problem.accept("must be at most %d, and are %d".formatted(MAX, labels.size()));
    } else {
      checkEach(labels, problem);
    }
  }

  private static void checkEach(List<String> labels, Consumer<String> problem) {
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      if (label.length() > MAX_LENGTH) {
        problem.accept(
            "must have at most %d characters each: %s..."
                .formatted(MAX_LENGTH, label.substring(0, MAX_LENGTH / 2)));
        return;
      }
      if (label.chars().anyMatch(Character::isISOControl)) {
        problem.accept("have control characters");
        return;
      }
      if (!seen.add(label.toLowerCase(Locale.ROOT).replace('_', ' '))) {
        problem.accept("name %s twice".formatted(label));
        return;
      }
    }
  }
}
