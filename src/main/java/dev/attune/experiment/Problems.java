package dev.attune.experiment;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a request, so that the answer can name all of it at once. */
final class Problems {
  private final List<FieldProblem> found = new ArrayList<>();

  void add(String field, String message) {
    found.add(new FieldProblem(field, message));
  }

  void addUnless(boolean holds, String field, String message) {
    if (!holds) {
      add(field, message);
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Throws when anything was found. */
  void check() {
    if (!found.isEmpty()) {
      throw new InvalidRequestException(found);
    }
  }
}
