package dev.attune.spec;

import dev.attune.method.options.Rules;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a request, so that the answer can name all of it at once. */
public final class Problems implements Rules {
  /** The last page of a list that can be asked for, from 0. */
  public static final int MAX_PAGE = 1_000_000;

  /** Most items a page. */
  public static final int MAX_PAGE_SIZE = 200;

  private final List<FieldProblem> found = new ArrayList<>();

  public void add(String field, String message) {
    found.add(new FieldProblem(field, message));
  }

  public void addUnless(boolean holds, String field, String message) {
    if (!holds) {
      add(field, message);
    }
  }

  /** Names a page or a size that is out of bounds. */
  public void checkPage(int page, int size) {
    addUnless(page >= 0 && page <= MAX_PAGE, "page", "must be 0 to %d".formatted(MAX_PAGE));
    addUnless(
        size >= 1 && size <= MAX_PAGE_SIZE, "size", "must be 1 to %d".formatted(MAX_PAGE_SIZE));
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
