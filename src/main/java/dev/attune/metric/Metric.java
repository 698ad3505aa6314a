package dev.attune.metric;

/** A number that sums up the samples of a {@link ScoreTable}. */
public interface Metric {

  /**
   * Reads what the metric needs from a table, once for many computations.
   *
   * @throws IllegalArgumentException when the table lacks a column
   */
  Statistic on(ScoreTable table);

  /** The metric of a table's samples when all count once. */
  default double compute(ScoreTable table) {
    return on(table).compute(Weights.ones(table.size()));
  }

  /** A metric bound to a table. */
  interface Statistic {

    /**
     * The value when each sample counts as often as its weight says.
     *
     * @param weights one for each row, in the order of the sample index; their sum is positive
     */
    double compute(int[] weights);
  }
}
