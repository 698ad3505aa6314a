package dev.attune.leaderboard;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the rows of all boards: of each model, method and preset the completed run over the most
 * samples, of those the best, and of those the first. Call in the transaction of what changes them.
 */
@Component
public class BoardRows {

  /**
   * What one row stands for.
   *
   * @param preset null for runs with numbers of their own
   */
  public record Key(
      String task, String dataset, String model, String method, @Nullable String preset) {}

  private static final String RUNS =
      """
      from experiment e join experiment_metric m on m.experiment_id = e.id and m.position = 0
      where e.status = 'COMPLETED'
      """;

  private static final String COLUMNS =
      " e.task, e.dataset, e.model, e.method, coalesce(e.preset, '') as preset, e.id,"
          + " m.after_value, e.finished_at ";

  /** Which run stands for the others. */
  private static final String ORDER =
      " order by e.samples desc, m.after_value desc, e.finished_at, e.id";

  private static final String ALL =
      "select task, dataset, model, method, preset, id, after_value, finished_at from (select"
          + COLUMNS
          + ", row_number() over (partition by e.task, e.dataset, e.model, e.method, e.preset"
          + ORDER
          + ") as place "
          + RUNS
          + ") runs where place = 1";

  private final JdbcClient jdbc;

  public BoardRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Finds one row anew, after a run of its kind has ended or was deleted. */
  public void changed(Key key) {
    lock();
    String preset = key.preset() == null ? " is null" : " = :preset";
    with(
            "delete from leaderboard_row where task = :task and dataset = :dataset"
                + " and model = :model and method = :method and preset = :preset",
            key)
        .update();
    with(
            "insert into leaderboard_row select"
                + COLUMNS
                + RUNS
                + " and e.task = :task and e.dataset = :dataset and e.model = :model"
                + " and e.method = :method and e.preset"
                + preset
                + ORDER
                + " fetch first 1 row only",
            key)
        .update();
  }

  private JdbcClient.StatementSpec with(String sql, Key key) {
    return jdbc.sql(sql)
        .param("task", key.task())
        .param("dataset", key.dataset())
        .param("model", key.model())
        .param("method", key.method())
        .param("preset", key.preset() == null ? "" : key.preset());
  }

  /** Finds all rows anew, in one pass over all runs. */
  public int rebuild() {
    lock();
    jdbc.sql("delete from leaderboard_row").update();
    return jdbc.sql("insert into leaderboard_row " + ALL).update();
  }

  /** Changes follow one another: the next one sees what the one before has written. */
  private void lock() {
    jdbc.sql("select id from leaderboard_lock for update").query(Integer.class).single();
  }
}
