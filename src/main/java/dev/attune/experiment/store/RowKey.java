package dev.attune.experiment.store;

import dev.attune.spec.Problems;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a row stands in a list: the values that it is sorted by. It holds them itself, so that it
 * still says the place when the row is gone or has changed.
 *
 * @param value of the column that the list is sorted by; null when it has none, or there is no such
 *     column
 */
record RowKey(@Nullable Object value, Instant createdAt, String id) {
  private static final char BETWEEN = '~';
  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  /** As it stands in an address. */
  String text() {
    return Objects.toString(value, "") + BETWEEN + createdAt + BETWEEN + id;
  }

  /**
   * The opposite of {@link #text}.
   *
   * @param column that the list is sorted by before the time; null for none
   * @param field what to name when it is no key
   */
  static RowKey read(
      String text, ListOrder.@Nullable Column column, Problems problems, String field) {
    try {
      ListFilter.checkText(text, problems, field);
      int end = text.lastIndexOf(BETWEEN);
      int middle = text.lastIndexOf(BETWEEN, end - 1);
      return new RowKey(
          value(text.substring(0, middle), column),
          time(text.substring(middle + 1, end)),
          text.substring(end + 1));
    } catch (RuntimeException e) { // the readers of columns fail in ways of their own
      problems.add(field, "must be the key of a row in this order, as a link of the list has it");
      return new RowKey(null, Instant.EPOCH, "");
    }
  }

  private static @Nullable Object value(String text, ListOrder.@Nullable Column column) {
    boolean none = text.isEmpty();
    if (column == null ? !none : none && !column.nullable()) {
      throw new IllegalArgumentException("of another order");
    }
    return column == null || none ? null : column.read().apply(text);
  }

  /** Reads a time, of those that a database can hold. */
  static Instant time(String text) {
    Instant time = Instant.parse(text);
    if (time.isBefore(Instant.EPOCH) || time.isAfter(END)) {
      throw new DateTimeException("out of bounds");
    }
    return time;
  }
}
