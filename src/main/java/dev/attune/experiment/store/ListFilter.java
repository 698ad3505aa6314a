package dev.attune.experiment.store;

import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.spec.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rows of a list must have.
 *
 * @param fixed columns that have one value in all rows
 * @param statuses of which each row has one; empty for any
 */
record ListFilter(Map<String, Object> fixed, Set<ExperimentStatus> statuses) {

  static ListFilter of(ExperimentStatus status) {
    return new ListFilter(Map.of("status", status), Set.of());
  }

  static ListFilter of(ExperimentQuery query, Problems problems) {
    Map<String, Object> fixed = new LinkedHashMap<>();
    put(fixed, "task", query.task(), problems);
    put(fixed, "dataset", query.dataset(), problems);
    put(fixed, "method", query.method(), problems);
    String status = query.status();
    if ("active".equals(status)) {
      return new ListFilter(fixed, ExperimentFinder.UNFINISHED);
    }
    if (status != null && !status.isEmpty()) {
      Optional<ExperimentStatus> named =
          Arrays.stream(ExperimentStatus.values())
              .filter(s -> s.name().equals(status.toUpperCase(Locale.ROOT)))
              .findFirst();
      named.ifPresentOrElse(
          s -> fixed.put("status", s),
          () ->
              problems.add(
                  "status", "must be active or one of " + List.of(ExperimentStatus.values())));
    }
    return new ListFilter(fixed, Set.of());
  }

  private static void put(
      Map<String, Object> fixed, String column, @Nullable String value, Problems problems) {
    if (value != null && !value.isEmpty()) {
      checkText(value, problems, column);
      fixed.put(column, value);
    }
  }

  /** Names a field with a character that PostgreSQL takes in no text. */
  static void checkText(String text, Problems problems, String field) {
    problems.addUnless(text.indexOf('\0') < 0, field, "must not have the character NUL");
  }

  /** The whole condition, with one more where that is not empty. */
  String where(String more) {
    List<String> all = new ArrayList<>();
    fixed.keySet().forEach(column -> all.add("e.%s = :%s".formatted(column, column)));
    if (!statuses.isEmpty()) {
      all.add("e.status in :statuses");
    }
    if (!more.isEmpty()) {
      all.add(more);
    }
    return all.isEmpty() ? "" : "where " + String.join(" and ", all);
  }

  /** The values that the condition names. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>(fixed);
    if (!statuses.isEmpty()) {
      values.put("statuses", statuses);
    }
    return values;
  }
}
