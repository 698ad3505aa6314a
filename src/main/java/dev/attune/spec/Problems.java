package dev.attune.spec;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a request, so that the answer can name all of it at once. */
public final class Problems {
  private final List<FieldProblem> found = new ArrayList<>();

  /** Names a problem. */
  public void add(String field, String message) {
    found.add(new FieldProblem(field, message));
  }

  /** Names a problem where a rule does not hold. */
  public void addUnless(boolean holds, String field, String message) {
    if (!holds) {
      add(field, message);
    }
  }

  /** Whether nothing is wrong so far. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Ends the gathering.
   *
   * @throws InvalidRequestException when anything was found
   */
  public void check() {
    if (!found.isEmpty()) {
      throw new InvalidRequestException(found);
    }
  }
}
