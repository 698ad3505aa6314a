package dev.attune.experiment.store;

import dev.attune.experiment.domain.LossCurve;
import dev.attune.task.TrainingResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The losses of trainings, one row a piece of work that has one. Call within a transaction. */
@Component
class TrainingLosses {
  /** Points of a curve at most. */
  private static final int POINTS = 200;

  /** Steps of which the speed is told. */
  private static final int LATELY = 100;

  /** Rows that are held at once. */
  private static final int CHUNK = 1000;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  TrainingLosses(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /** Writes what pieces gave, in the place of all that is known from a piece on. */
  void replace(String experimentId, int from, List<TrainingResult> results) {
    jdbc.sql("delete from training_loss where experiment_id = :id and piece >= :from")
        .param("id", experimentId)
        .param("from", from)
        .update();
    template.batchUpdate(
        "insert into training_loss (experiment_id, piece, step, validation, loss, recall, millis)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        results.stream()
            .filter(r -> r.loss() != null)
            .map(
                r ->
                    new Object[] {
                      experimentId,
                      r.index(),
                      r.step(),
                      r.validation(),
                      Objects.requireNonNull(r.loss()),
                      r.recall(),
                      r.millis()
                    })
            .toList());
  }

  /**
   * The curve so far.
   *
   * @param batch examples a step
   */
  LossCurve curve(String experimentId, int batch) {
    int last =
        jdbc.sql("select coalesce(max(step), 0) from training_loss where experiment_id = :id")
            .param("id", experimentId)
            .query(Integer.class)
            .single();
    int span = Math.max(1, (last + POINTS - 1) / POINTS);
    return new LossCurve(
        jdbc.sql(
                "select max(step) as step, avg(loss) as loss from training_loss"
                    + " where experiment_id = :id and not validation"
                    + " group by (step - 1) / :span order by 1")
            .param("id", experimentId)
            .param("span", span)
            .query((row, n) -> new LossCurve.Point(row.getInt("step"), row.getDouble("loss")))
            .list(),
        jdbc.sql(
                "select step, loss, recall from training_loss"
                    + " where experiment_id = :id and validation order by piece")
            .param("id", experimentId)
            .query(
                (row, n) ->
                    new LossCurve.Point(
                        row.getInt("step"),
                        row.getDouble("loss"),
                        row.getObject("recall", Double.class)))
            .list(),
        speed(experimentId, batch, last));
  }

  private @Nullable Double speed(String experimentId, int batch, int last) {
    Double millis =
        jdbc.sql(
                "select avg(millis) from training_loss"
                    + " where experiment_id = :id and not validation and step > :from")
            .param("id", experimentId)
            .param("from", last - LATELY)
            .query(Double.class)
            .optional()
            .orElse(null);
    return millis == null || millis == 0 ? null : 1000 * batch / millis;
  }

  /**
   * Hands all of them to the consumer, in order. Reads chunk by chunk, each in its own short
   * transaction: PostgreSQL's driver would fetch all rows of a query at once.
   */
  void forEach(String experimentId, Consumer<LossCurve.Entry> consumer) {
    int from = 0;
    List<Row> chunk;
    do {
      chunk =
          jdbc.sql(
                  "select piece, step, validation, loss, recall, millis from training_loss"
                      + " where experiment_id = :id and piece >= :from"
                      + " order by experiment_id, piece fetch first :chunk rows only")
              .param("id", experimentId)
              .param("from", from)
              .param("chunk", CHUNK)
              .query(TrainingLosses::row)
              .list();
      for (Row row : chunk) {
        consumer.accept(row.entry());
        from = row.piece() + 1;
      }
    } while (chunk.size() == CHUNK);
  }

  private record Row(int piece, LossCurve.Entry entry) {}

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getInt("piece"),
        new LossCurve.Entry(
            row.getInt("step"),
            row.getBoolean("validation"),
            row.getDouble("loss"),
            row.getObject("recall", Double.class),
            row.getDouble("millis")));
  }
}
