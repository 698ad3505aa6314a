package dev.attune.playground;

import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
        .flatMap(t -> Stream.of(t.split("[,\\r\\n]+")))
        .map(String::strip)
        .filter(l -> !l.isEmpty())
        .toList();
  }

  /**
   * Labels that can be told apart.
   *
   * @throws InvalidRequestException with the first thing that is wrong; others often follow from it
   */
  static List<String> checked(List<String> labels) {
    if (labels.isEmpty()) {
      throw invalid("must be given: at least 2, one a line or with commas between them");
    }
    if (labels.size() < 2) {
      throw invalid("must be at least 2: with one there is nothing to tell apart");
    }
    if (labels.size() > MAX) {
      throw invalid("must be at most %d, and are %d".formatted(MAX, labels.size()));
    }
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      if (label.length() > MAX_LENGTH) {
        String start = label.substring(0, MAX_LENGTH / 2);
        throw invalid("must have at most %d characters each: %s...".formatted(MAX_LENGTH, start));
      }
      if (label.chars().anyMatch(Character::isISOControl)) {
        throw invalid("have control characters");
      }
      if (!seen.add(label.toLowerCase(Locale.ROOT).replace('_', ' '))) {
        throw invalid("name %s twice".formatted(label));
      }
    }
    return labels;
  }

  private static InvalidRequestException invalid(String message) {
    return new InvalidRequestException(List.of(new FieldProblem("labels", message)));
  }
}
