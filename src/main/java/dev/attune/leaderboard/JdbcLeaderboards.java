package dev.attune.leaderboard;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.metric.Estimate;
import dev.attune.spec.Problems;
import dev.attune.task.Tasks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Ranks runs in the database. */
@Component
class JdbcLeaderboards implements Leaderboards {

  private static final String RUN =
      """
      e.id, e.name as run_name, e.task, e.dataset, e.model, e.method, e.preset, e.samples,
      e.seconds_per_sample, e.finished_at, m.name as metric, m.after_value, m.after_low,
      m.after_high, m.before_value, m.before_low, m.before_high, m.gain_value, m.gain_low,
      m.gain_high
      """;

  private static final String JOIN =
      """
      join experiment e on e.id = b.experiment_id
      join experiment_metric m on m.experiment_id = e.id and m.position = 0
      """;

  private static final String PAGE =
      "select "
          + RUN
          + """
          , b.board_rank from (
            select experiment_id, value_after, finished_at,
                   rank() over (order by value_after desc) as board_rank
            from leaderboard_row where task = :task and dataset = :dataset
            order by value_after desc, finished_at, experiment_id
            offset :first rows fetch next :size rows only) b
          """
          + JOIN
          + "order by b.value_after desc, b.finished_at, b.experiment_id";

  private static final String COUNT =
      "select count(*) from leaderboard_row where task = :task and dataset = :dataset";

  /** Each board's size and its first row. */
  private static final String BOARDS =
      """
      select b.task, b.dataset, b.entries, m.name as metric, m.after_value, m.after_low, m.after_high
      from (select task, dataset, experiment_id,
                   count(*) over (partition by task, dataset) as entries,
                   row_number() over (partition by task, dataset
                     order by value_after desc, finished_at, experiment_id) as place
            from leaderboard_row) b
      join experiment_metric m on m.experiment_id = b.experiment_id and m.position = 0
      where b.place = 1 order by b.task, b.dataset
      """;

  private static final String METRICS =
      """
      select experiment_id, name, after_value, after_low, after_high
      from experiment_metric where experiment_id in (:ids) order by experiment_id, position
      """;

  private final JdbcClient jdbc;
  private final DatasetCatalog datasets;
  private final Tasks tasks;

  JdbcLeaderboards(JdbcClient jdbc, DatasetCatalog datasets, Tasks tasks) {
    this.jdbc = jdbc;
    this.datasets = datasets;
    this.tasks = tasks;
  }

  @Override
  public List<LeaderboardSummary> list() {
    return jdbc.sql(BOARDS).query(JdbcLeaderboards::summary).list();
  }

  private static LeaderboardSummary summary(ResultSet row, int number) throws SQLException {
    String task = row.getString("task");
    String dataset = row.getString("dataset");
    return new LeaderboardSummary(
        task,
        dataset,
        row.getInt("entries"),
        row.getString("metric"),
        estimate(row, "after"),
        UriComponentsBuilder.fromPath("/api/leaderboards")
            .pathSegment(task, dataset)
            .encode()
            .toUriString());
  }

  @Override
  public Optional<Leaderboard> find(String task, String dataset, int page, int size) {
    Problems problems = new Problems();
    problems.checkPage(page, size);
    problems.check();
    long total =
        jdbc.sql(COUNT).param("task", task).param("dataset", dataset).query(Long.class).single();
    boolean known = datasets.find(dataset).filter(d -> tasks.of(d).contains(task)).isPresent();
    if (total == 0 && !known) {
      return Optional.empty();
    }
    List<Entry> entries =
        jdbc.sql(PAGE)
            .param("task", task)
            .param("dataset", dataset)
            .param("first", page * (long) size)
            .param("size", size)
            .query(JdbcLeaderboards::entry)
            .list();
    Map<String, Map<String, Estimate>> metrics =
        metrics(entries.stream().map(e -> e.row().experimentId()).toList());
    List<Leaderboard.Row> rows =
        entries.stream()
            .map(e -> e.row().withMetrics(metrics.getOrDefault(e.row().experimentId(), Map.of())))
            .toList();
    return Optional.of(
        new Leaderboard(
            task,
            dataset,
            entries.isEmpty() ? null : entries.get(0).metric(),
            rows,
            page,
            size,
            total,
            (int) Math.max(1, (total + size - 1) / size)));
  }

  private Map<String, Map<String, Estimate>> metrics(List<String> experimentIds) {
    Map<String, Map<String, Estimate>> metrics = new HashMap<>();
    if (!experimentIds.isEmpty()) {
      jdbc.sql(METRICS)
          .param("ids", experimentIds)
          .query(
              row -> {
                metrics
                    .computeIfAbsent(row.getString("experiment_id"), id -> new LinkedHashMap<>())
                    .put(row.getString("name"), estimate(row, "after"));
              });
    }
    return metrics;
  }

  private static Entry entry(ResultSet row, int number) throws SQLException {
    String id = row.getString("id");
    return new Entry(
        row.getString("task"),
        row.getString("dataset"),
        row.getString("metric"),
        new Leaderboard.Row(
            row.getInt("board_rank"),
            id,
            row.getString("run_name"),
            row.getString("model"),
            row.getString("method"),
            row.getString("preset"),
            estimate(row, "after"),
            estimate(row, "before"),
            estimate(row, "gain"),
            Map.of(),
            row.getInt("samples"),
            row.getDouble("seconds_per_sample"),
            Objects.requireNonNull(row.getObject("finished_at", OffsetDateTime.class)).toInstant(),
            "/api/experiments/" + id));
  }

  private static Estimate estimate(ResultSet row, String prefix) throws SQLException {
    return new Estimate(
        row.getDouble(prefix + "_value"),
        row.getDouble(prefix + "_low"),
        row.getDouble(prefix + "_high"));
  }

  private record Entry(String task, String dataset, String metric, Leaderboard.Row row) {}
}
