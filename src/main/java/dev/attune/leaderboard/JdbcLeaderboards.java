package dev.attune.leaderboard;

import dev.attune.dataset.DatasetCatalog;
import dev.attune.metric.Estimate;
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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Ranks runs in the database. */
@Component
class JdbcLeaderboards implements Leaderboards {

  /**
   * Of each model, method and preset the completed run over the most samples, of those the best,
   * and of those the first; all ranked by their value.
   */
  private static final String BEST =
      """
      with runs as (
        select e.id, e.name as run_name, e.task, e.dataset, e.model, e.method, e.preset, e.samples,
               e.seconds_per_sample, e.finished_at, m.name as metric,
               m.after_value, m.after_low, m.after_high,
               m.before_value, m.before_low, m.before_high,
               m.gain_value, m.gain_low, m.gain_high,
               row_number() over (
                 partition by e.task, e.dataset, e.model, e.method, e.preset
                 order by e.samples desc, m.after_value desc, e.finished_at, e.id) as place
        from experiment e join experiment_metric m on m.experiment_id = e.id and m.position = 0
        where e.status = 'COMPLETED'
          and (cast(:task as varchar) is null or e.task = :task)
          and (cast(:dataset as varchar) is null or e.dataset = :dataset))
      select runs.*,
             rank() over (partition by task, dataset order by after_value desc) as board_rank
      from runs where place = 1
      order by task, dataset, after_value desc, finished_at, id
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
    Map<List<String>, LeaderboardSummary> boards = new LinkedHashMap<>();
    for (Entry entry : best(null, null)) {
      boards.merge(
          List.of(entry.task(), entry.dataset()),
          new LeaderboardSummary(
              entry.task(),
              entry.dataset(),
              1,
              entry.metric(),
              entry.row().value(),
              UriComponentsBuilder.fromPath("/api/leaderboards")
                  .pathSegment(entry.task(), entry.dataset())
                  .encode()
                  .toUriString()),
          JdbcLeaderboards::oneMore);
    }
    return List.copyOf(boards.values());
  }

  private static LeaderboardSummary oneMore(LeaderboardSummary first, LeaderboardSummary next) {
    return new LeaderboardSummary(
        first.task(),
        first.dataset(),
        first.entries() + next.entries(),
        first.metric(),
        first.best(),
        first.href());
  }

  @Override
  public Optional<Leaderboard> find(String task, String dataset) {
    List<Entry> entries = best(task, dataset);
    boolean known = datasets.find(dataset).filter(d -> tasks.of(d).contains(task)).isPresent();
    if (entries.isEmpty() && !known) {
      return Optional.empty();
    }
    String metric = entries.isEmpty() ? null : entries.get(0).metric();
    Map<String, Map<String, Estimate>> metrics =
        metrics(entries.stream().map(e -> e.row().experimentId()).toList());
    return Optional.of(
        new Leaderboard(
            task,
            dataset,
            metric,
            entries.stream()
                .map(
                    e ->
                        e.row().withMetrics(metrics.getOrDefault(e.row().experimentId(), Map.of())))
                .toList()));
  }

  private List<Entry> best(@Nullable String task, @Nullable String dataset) {
    return jdbc.sql(BEST)
        .param("task", task)
        .param("dataset", dataset)
        .query(JdbcLeaderboards::entry)
        .list();
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
