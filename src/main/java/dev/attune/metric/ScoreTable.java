package dev.attune.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Per-sample scores from which metrics are computed: the mergeable state of a run. Rows are kept in
 * the order of their sample index, so that what is computed does not depend on the order or the
 * sharding in which they came. Not thread-safe.
 */
public final class ScoreTable {
  private final List<String> columns;
  private final TreeMap<Integer, double[]> rows = new TreeMap<>();

  /**
   * @param columns names of the scores, in order
   */
  public ScoreTable(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  public List<String> columns() {
    return columns;
  }

  public int size() {
    return rows.size();
  }

  /**
   * Adds a sample's scores; a sample that is there already is replaced.
   *
   * @throws IllegalArgumentException when a column is missing
   */
  public void update(int index, Map<String, Double> scores) {
    double[] row = new double[columns.size()];
    for (int c = 0; c < row.length; c++) {
      Double score = scores.get(columns.get(c));
      if (score == null) {
        throw new IllegalArgumentException(
            "sample %d has no score %s".formatted(index, columns.get(c)));
      }
      row[c] = score;
    }
    rows.put(index, row);
  }

  /** Takes over all rows of another table with the same columns. */
  public void merge(ScoreTable other) {
    if (!other.columns.equals(columns)) {
      throw new IllegalArgumentException(
          "columns differ: %s and %s".formatted(columns, other.columns));
    }
    rows.putAll(other.rows);
  }

  /**
   * The same rows with some of the columns.
   *
   * @throws IllegalArgumentException when there is no such column
   */
  public ScoreTable only(List<String> names) {
    ScoreTable table = new ScoreTable(names);
    int[] places = names.stream().mapToInt(this::place).toArray();
    rows.forEach(
        (index, row) ->
            table.rows.put(index, Arrays.stream(places).mapToDouble(p -> row[p]).toArray()));
    return table;
  }

  /** The rows of some samples. */
  public ScoreTable of(Set<Integer> indices) {
    ScoreTable table = new ScoreTable(columns);
    table.rows.putAll(rows);
    table.rows.keySet().retainAll(indices);
    return table;
  }

  private int place(String name) {
    int c = columns.indexOf(name);
    if (c < 0) {
      throw new IllegalArgumentException("no column " + name + " in " + columns);
    }
    return c;
  }

  /** One column's values in the order of the sample index. */
  public double[] column(String name) {
    int c = place(name);
    double[] values = new double[rows.size()];
    int i = 0;
    for (double[] row : rows.values()) {
      values[i++] = row[c];
    }
    return values;
  }

  /** The sample indices, ascending. */
  public List<Integer> indices() {
    return new ArrayList<>(rows.keySet());
  }

  /** Rows as plain data: index first, then the columns' values. */
  public List<double[]> toRows() {
    List<double[]> out = new ArrayList<>(rows.size());
    rows.forEach(
        (index, row) -> {
          double[] r = new double[row.length + 1];
          r[0] = index;
          System.arraycopy(row, 0, r, 1, row.length);
          out.add(r);
        });
    return out;
  }

  /** The inverse of {@link #toRows()}. */
  public static ScoreTable ofRows(List<String> columns, List<double[]> data) {
    ScoreTable table = new ScoreTable(columns);
    for (double[] r : data) {
      double[] row = new double[columns.size()];
      System.arraycopy(r, 1, row, 0, row.length);
      table.rows.put((int) r[0], row);
    }
    return table;
  }
}
