package dev.attune.experiment.domain;

import dev.attune.metric.ScoreTable;
import dev.attune.task.SampleResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A shard's metric state: the score tables without and with adaptation, as plain data.
 *
 * @param columns names of the scores, in alphabetical order
 * @param before see {@link ScoreTable#toRows()}
 * @param after likewise
 */
public record ShardScores(List<String> columns, List<double[]> before, List<double[]> after) {

  /** No samples at all; merges with everything. */
  public static final ShardScores NONE = new ShardScores(List.of(), List.of(), List.of());

  public static ShardScores of(List<SampleResult> results) {
    if (results.isEmpty()) {
      return NONE;
    }
    List<String> columns = results.get(0).after().scores().keySet().stream().sorted().toList();
    return new ShardScores(
        columns,
        rows(columns, results, SampleResult::before),
        rows(columns, results, SampleResult::after));
  }

  private static List<double[]> rows(
      List<String> columns,
      List<SampleResult> results,
      Function<SampleResult, SampleResult.Answer> answer) {
    ScoreTable table = new ScoreTable(columns);
    results.forEach(r -> table.update(r.index(), answer.apply(r).scores()));
    return table.toRows();
  }

  public static ShardScores read(@Nullable String json) {
    return json == null ? NONE : Json.read(json, ShardScores.class);
  }

  public boolean isEmpty() {
    return after.isEmpty();
  }

  /**
   * Both together; where they hold the same sample the other's is kept. Columns that only one has
   * are left out: its worker had something installed that the other's had not.
   */
  public ShardScores merge(ShardScores other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    List<String> common = columns.stream().filter(other.columns::contains).toList();
    ScoreTable mergedBefore = beforeTable().only(common);
    mergedBefore.merge(other.beforeTable().only(common));
    ScoreTable mergedAfter = afterTable().only(common);
    mergedAfter.merge(other.afterTable().only(common));
    return new ShardScores(common, mergedBefore.toRows(), mergedAfter.toRows());
  }

  /** The samples and the columns that all orders of a run have. */
  public static List<ShardScores> common(List<ShardScores> orders) {
    if (orders.size() == 1) {
      return orders;
    }
    Set<String> columns = new TreeSet<>(orders.get(0).columns);
    Set<Integer> samples = new HashSet<>(orders.get(0).afterTable().indices());
    for (ShardScores order : orders) {
      columns.retainAll(order.columns);
      samples.retainAll(order.afterTable().indices());
    }
    List<String> names = List.copyOf(columns);
    return orders.stream()
        .map(
            o ->
                new ShardScores(
                    names,
                    o.beforeTable().only(names).of(samples).toRows(),
                    o.afterTable().only(names).of(samples).toRows()))
        .toList();
  }

  public ScoreTable beforeTable() {
    return ScoreTable.ofRows(columns, before);
  }

  public ScoreTable afterTable() {
    return ScoreTable.ofRows(columns, after);
  }
}
