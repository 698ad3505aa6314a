package dev.attune.spec;

import dev.attune.method.options.Rules;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a request, so that the answer can name all of it at once. */
public final class Problems implements Rules {
  private final List<FieldProblem> found = new ArrayList<>();

  public void add(String field, String message) {
    found.add(new FieldProblem(field, message));
  }

  public void addUnless(boolean holds, String field, String message) {
    if (!holds) {
      add(field, message);
    }
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Throws when anything was found. */
  public void check() {
    if (!found.isEmpty()) {
      throw new InvalidRequestException(found);
    }
  }

  @Override
  public void broken(String leaf, String message) {
    add(leaf, message);
  }

  /** The same list, for values whose names begin with something here. */
  public Rules below(String prefix) {
    return (leaf, message) -> add(prefix + leaf, message);
  }

  /** What was found so far. */
  public List<FieldProblem> found() {
    return List.copyOf(found);
  }
}
