package dev.attune.task.classification;

import dev.attune.method.options.Rules;
import dev.attune.text.Blanks;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The labels that a person types. */
final class Labels {
  private static final int MAX = 1000;
  private static final int MAX_LENGTH = 100;

  private Labels() {}

  /** One label a line, or several between commas; blanks around them do not count. */
  static List<String> split(List<String> typed) {
    return typed.stream()
        .flatMap(t -> Stream.of(t.split("[,\\v]+")))
        .map(Blanks::plain)
        .filter(l -> !l.isEmpty())
        .toList();
  }

  /** Names the first thing for which labels cannot be told apart; others often follow from it. */
  static void check(List<String> labels, Rules rules) {
    problem(labels).ifPresent(message -> rules.broken("labels", message));
  }

  private static Optional<String> problem(List<String> labels) {
    if (labels.isEmpty()) {
      return Optional.of("must be given: at least 2, one a line or with commas between them");
    }
    if (labels.size() < 2) {
      return Optional.of("must be at least 2: with one there is nothing to tell apart");
    }
    if (labels.size() > MAX) {
      return Optional.of("must be at most %d, and are %d".formatted(MAX, labels.size()));
    }
    Set<String> seen = new HashSet<>();
    return labels.stream().flatMap(label -> problem(label, seen).stream()).findFirst();
  }

  private static Optional<String> problem(String label, Set<String> seen) {
    if (label.length() > MAX_LENGTH) {
      String start = label.substring(0, MAX_LENGTH / 2);
      return Optional.of(
          "must have at most %d characters each: %s...".formatted(MAX_LENGTH, start));
    }
    if (label.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("have control characters");
    }
    return seen.add(label.toLowerCase(Locale.ROOT).replace('_', ' '))
        ? Optional.empty()
        : Optional.of("name %s twice".formatted(label));
  }
}
