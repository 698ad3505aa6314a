package dev.attune.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.experiment.domain.ExperimentView;
import dev.attune.metric.Estimate;
import dev.attune.testing.OnH2;
import dev.attune.testing.OnPostgres;
import dev.attune.testing.QueueFixture;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class LeaderboardsTest {

  @Nested
  @OnH2
  class OnH2Test extends Contract {}

  @Nested
  @OnPostgres
  class OnPostgresTest extends Contract {}

  abstract static class Contract extends QueueFixture {
    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00.123456Z");

    @Autowired private Leaderboards leaderboards;

    @Test
    void ranksByTheFirstMetricAndSharesRanks() {
      run("a", "tpt", "tpt", 100, 0.5, NOON);
      run("b", "rlcf-tune", "rlcf-tune", 100, 0.7, NOON);
      run("c", "rlcf-prompt", "rlcf-prompt", 100, 0.5, NOON.minusSeconds(1));
      run("d", "zero-shot", "zero-shot", 100, 0.1, NOON);

      Leaderboard board = leaderboards.find("classification", SET).orElseThrow();

      assertThat(board.metric()).isEqualTo("top1");
      assertThat(board.rows())
          .extracting(Leaderboard.Row::experimentId)
          .containsExactly("b", "c", "a", "d");
      assertThat(board.rows()).extracting(Leaderboard.Row::rank).containsExactly(1, 2, 2, 4);
    }

    @Test
    void largestRunStandsForItsMethodThenTheBestThenTheFirst() {
      run("small", "tpt", "tpt", 50, 0.9, NOON);
      run("worse", "tpt", "tpt", 100, 0.5, NOON);
      run("late", "tpt", "tpt", 100, 0.6, NOON.plusSeconds(5));
      run("first", "tpt", "tpt", 100, 0.6, NOON.plusSeconds(4));
      run("own", "tpt", null, 10, 0.3, NOON);

      assertThat(leaderboards.find("classification", SET).orElseThrow().rows())
          .extracting(Leaderboard.Row::experimentId)
          .containsExactly("first", "own");
    }

    @Test
    void onlyCompletedRunsCount() {
      run("a", "tpt", "tpt", 100, 0.5, NOON);
      jdbc.sql("update experiment set status = 'CANCELLED'").update();

      Leaderboard board = leaderboards.find("classification", SET).orElseThrow();

      assertThat(board.rows()).isEmpty();
      assertThat(board.metric()).isNull();
      assertThat(leaderboards.list()).isEmpty();
    }

    @Test
    void unknownSetsHaveNone() {
      assertThat(leaderboards.find("classification", "nope")).isEmpty();
      assertThat(leaderboards.find("captioning", SET)).isEmpty();
    }

    @Test
    void listsEachSetWithItsBest() {
      run("a", "tpt", "tpt", 100, 0.5, NOON);
      run("b", "rlcf-tune", "rlcf-tune", 100, 0.7, NOON);
      run("c", "tpt", "tpt", 100, 0.2, NOON);
      jdbc.sql("update experiment set dataset = 'icons' where id = 'c'").update();

      assertThat(leaderboards.list())
          .containsExactly(
              new LeaderboardSummary(
                  "classification",
                  "icons",
                  1,
                  "top1",
                  new Estimate(0.2, 0.1, 0.3),
                  "/api/leaderboards/classification/icons"),
              new LeaderboardSummary(
                  "classification",
                  SET,
                  2,
                  "top1",
                  new Estimate(0.7, 0.6, 0.8),
                  "/api/leaderboards/classification/" + SET));
    }

    @Test
    void rowsHoldWhatTheExperimentMeasured() {
      ExperimentView done = completed("rlcf-tune", 30);

      Leaderboard.Row row = leaderboards.find("classification", SET).orElseThrow().rows().get(0);

      assertThat(row.experimentId()).isEqualTo(done.id());
      assertThat(row.metrics()).isEqualTo(done.metrics());
      assertThat(row.metrics().keySet()).containsExactlyElementsOf(done.metrics().keySet());
      assertThat(row.value()).isEqualTo(done.metrics().get("top1"));
      assertThat(row.baseline()).isEqualTo(done.baseline().get("top1"));
      assertThat(row.gain()).isEqualTo(done.gains().get("top1"));
      assertThat(row.finishedAt()).isEqualTo(done.finishedAt());
      assertThat(row.samples()).isEqualTo(30);
      assertThat(row.secondsPerSample()).isPositive();
    }

    /** A completed run whose top-1 is {@code value}, plus and minus 0.1. */
    private void run(
        String id,
        String method,
        @Nullable String preset,
        int samples,
        double value,
        Instant finishedAt) {
      jdbc.sql(
              "insert into experiment (id, name, status, task, dataset, model, method, preset,"
                  + " samples, spec, seconds_per_sample, created_at, finished_at) values (:id, :id,"
                  + " 'COMPLETED', 'classification', :dataset, 'icons-clip-s', :method, :preset,"
                  + " :samples, '{}', 0.1, :at, :at)")
          .param("id", id)
          .param("dataset", SET)
          .param("method", method)
          .param("preset", preset)
          .param("samples", samples)
          .param("at", finishedAt.atOffset(ZoneOffset.UTC))
          .update();
      for (String metric : List.of("top1", "top5")) {
        jdbc.sql(
                "insert into experiment_metric values (:id, :position, :name, :v, :l, :h, 0, 0, 0,"
                    + " :v, :l, :h)")
            .param("id", id)
            .param("position", metric.equals("top1") ? 0 : 1)
            .param("name", metric)
            .param("v", value)
            .param("l", Math.round(10 * value - 1) / 10.0)
            .param("h", Math.round(10 * value + 1) / 10.0)
            .update();
      }
    }
  }
}
