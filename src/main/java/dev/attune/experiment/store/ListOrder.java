package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.Position;
import dev.attune.spec.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An order of experiments: by a column, those without a value last, then the newest first.
 *
 * @param column null for the newest first alone
 */
record ListOrder(@Nullable Column column, boolean descending) {

  /**
   * A column that lists can be sorted by.
   *
   * @param read makes a value of its text
   */
  record Column(String name, boolean nullable, Function<String, Object> read) {}

  /** By the keys of {@link ExperimentQuery#SORT_KEYS}; the others are columns of texts. */
  private static final Map<String, Column> COLUMNS =
      Map.of(
          "createdAt", new Column("createdAt", false, RowKey::time),
          "finishedAt", new Column("finishedAt", true, RowKey::time),
          "status", new Column("status", false, ExperimentStatus::valueOf),
          "samples", new Column("samples", false, Integer::valueOf),
          "metric", new Column("headline", true, Double::valueOf),
          "gain", new Column("headlineGain", true, Double::valueOf));

  /** The latest results. */
  static final ListOrder LATEST = new ListOrder(COLUMNS.get("finishedAt"), true);

  /**
   * @param sort see {@link ExperimentQuery#sort}
   */
  static ListOrder of(@Nullable String sort, Problems problems) {
    if (sort == null || sort.isEmpty()) {
      return new ListOrder(null, true);
    }
    String[] parts = sort.split(",", -1);
    boolean descending = parts.length == 2 && parts[1].equals("desc");
    boolean known =
        ExperimentQuery.SORT_KEYS.contains(parts[0])
            && (parts.length == 1 || descending || (parts.length == 2 && parts[1].equals("asc")));
    problems.addUnless(
        known,
        "sort",
        "must be one of %s, followed by ,asc or ,desc".formatted(ExperimentQuery.SORT_KEYS));
    Column text = new Column(parts[0], false, value -> value);
    return new ListOrder(COLUMNS.getOrDefault(parts[0], text), descending);
  }

  /** The column that stands before the time; null for none. */
  @Nullable Column first() {
    return column == null || column.name().equals("createdAt") ? null : column;
  }

  /**
   * For {@code order by}.
   *
   * @param fixed columns that are the same in all rows: they stand first, so that H2 knows an index
   *     that begins with them for a sorted one
   */
  String by(Collection<String> fixed, boolean backwards) {
    List<String> terms = new ArrayList<>();
    fixed.forEach(name -> terms.add("e." + name + direction(false, backwards)));
    Column first = first();
    if (first != null && !fixed.contains(first.name())) {
      String nulls = !first.nullable() ? "" : backwards ? " nulls first" : " nulls last";
      terms.add("e." + first.name() + direction(descending, backwards) + nulls);
    }
    terms.add("e.createdAt" + direction(newestFirst(), backwards));
    terms.add("e.id" + direction(newestFirst(), backwards));
    return String.join(", ", terms);
  }

  private boolean newestFirst() {
    return first() != null || descending;
  }

  private static String direction(boolean descending, boolean backwards) {
    return descending == backwards ? " asc" : " desc";
  }

  /** A span of rows, and the values that its condition names. */
  record Span(String condition, Map<String, Object> values) {
    static final Span ALL = new Span("", Map.of());

    static Span of(String condition, RowKey key) {
      Map<String, Object> values = new LinkedHashMap<>();
      if (key.value() != null && condition.contains(":value")) {
        values.put("value", key.value());
      }
      if (condition.contains(":created")) {
        values.put("created", key.createdAt());
        values.put("id", key.id());
      }
      return new Span(condition, values);
    }
  }

  /** The spans of rows from a position on, in the list's order, each of them one of an index. */
  List<Span> from(Position position, Problems problems) {
    String text = position.key();
    if (text == null) {
      return List.of(Span.ALL);
    }
    RowKey key = RowKey.read(text, first(), problems, position.field());
    boolean backwards = position.before() != null;
    String than = newestFirst() == backwards ? ">" : "<";
    String later =
        "e.createdAt %1$s= :created and (e.createdAt %1$s :created or e.id %1$s :id)"
            .formatted(than);
    Column first = first();
    if (first == null) {
      return List.of(Span.of(later, key));
    }
    String name = "e." + first.name();
    List<Span> spans = new ArrayList<>();
    if (key.value() == null) {
      spans.add(Span.of(name + " is null and " + later, key));
      if (backwards) {
        spans.add(Span.of(name + " is not null", key));
      }
      return spans;
    }
    spans.add(Span.of(name + " = :value and " + later, key));
    spans.add(Span.of(name + (descending == backwards ? " > :value" : " < :value"), key));
    if (first.nullable() && !backwards) {
      spans.add(Span.of(name + " is null", key));
    }
    return spans;
  }
}
