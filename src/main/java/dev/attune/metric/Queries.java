package dev.attune.metric;

import java.util.List;

/** The queries of each row of a table, one a column. */
final class Queries {
  private Queries() {}

  /**
   * The columns whose name begins so.
   *
   * @throws IllegalArgumentException when there is none
   */
  static List<double[]> columns(ScoreTable table, String prefix) {
    List<double[]> columns =
        table.columns().stream().filter(c -> c.startsWith(prefix)).map(table::column).toList();
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("no column %s in %s".formatted(prefix, table.columns()));
    }
    return columns;
  }
}
