package dev.attune.playground;

import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes a request in part by part, and gathers what is wrong with each. */
final class Parts {
  private final List<FieldProblem> problems = new ArrayList<>();

  /** What a part comes to, or null where it is wrong. */
  <T> @Nullable T of(Supplier<T> part) {
    try {
      return part.get();
    } catch (InvalidRequestException e) {
      problems.addAll(e.problems());
      return null;
    }
  }

  /**
   * Ends the taking in.
   *
   * @throws InvalidRequestException when any part was wrong
   */
  void check() {
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }
}
