package dev.attune.experiment.domain;

import dev.attune.spec.FieldProblem;
import dev.attune.spec.InvalidRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of a list lies: right after a row, right before one, or at the list's beginning. So
 * what is added or deleted elsewhere moves nothing, and the last part is found as fast as the
 * first.
 *
 * @param after key of a row, as {@link Slice#next} gave it
 * @param before key of a row, as {@link Slice#previous} gave it; at most one of the two is given
 */
public record Position(@Nullable String after, @Nullable String before) {
  public static final Position FIRST = new Position(null, null);

  /**
   * A blank key is none.
   *
   * @throws InvalidRequestException when both are given
   */
  public Position {
    after = after == null || after.isBlank() ? null : after;
    before = before == null || before.isBlank() ? null : before;
    if (after != null && before != null) {
      throw new InvalidRequestException(
          List.of(new FieldProblem("before", "must not be given together with after")));
    }
  }

  /** The key that is given; null at the beginning. */
  public @Nullable String key() {
    return after == null ? before : after;
  }

  /** The name of the key, for people. */
  public String field() {
    return before == null ? "after" : "before";
  }
}
