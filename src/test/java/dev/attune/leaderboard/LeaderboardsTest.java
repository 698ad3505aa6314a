package dev.attune.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.experiment.domain.ExperimentView;
import dev.attune.metric.Estimate;
import dev.attune.spec.InvalidRequestException;
import dev.attune.testing.OnH2;
import dev.attune.testing.OnPostgres;
import dev.attune.testing.QueueFixture;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

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
    @Autowired private BoardRows rows;
    @Autowired private TransactionOperations transaction;

    @Test
    void ranksByTheFirstMetricAndSharesRanks() {
      run("a", "tpt", "tpt", 100, 0.5, NOON);
      run("b", "rlcf-tune", "rlcf-tune", 100, 0.7, NOON);
      run("c", "rlcf-prompt", "rlcf-prompt", 100, 0.5, NOON.minusSeconds(1));
      run("d", "zero-shot", "zero-shot", 100, 0.1, NOON);

      Leaderboard board = board();

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

      assertThat(board().rows())
          .extracting(Leaderboard.Row::experimentId)
          .containsExactly("first", "own");
    }

    @Test
    void onlyCompletedRunsCount() {
      run("a", "tpt", "tpt", 100, 0.5, NOON);
      jdbc.sql("update experiment set status = 'CANCELLED'").update();
      rebuild();

      Leaderboard board = board();

      assertThat(board.rows()).isEmpty();
      assertThat(board.metric()).isNull();
      assertThat(leaderboards.list()).isEmpty();
    }

    @Test
    void unknownSetsHaveNone() {
      assertThat(leaderboards.find("classification", "nope", 0, 50)).isEmpty();
      assertThat(leaderboards.find("captioning", SET, 0, 50)).isEmpty();
    }

    @Test
    void listsEachSetWithItsBest() {
      run("a", "tpt", "tpt", 100, 0.5, NOON);
      run("b", "rlcf-tune", "rlcf-tune", 100, 0.7, NOON);
      run("c", "tpt", "tpt", 100, 0.2, NOON);
      jdbc.sql("update experiment set dataset = 'icons' where id = 'c'").update();
      rebuild();

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

      Leaderboard.Row row = board().rows().get(0);

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

    @Test
    void ranksGoOnOverThePages() {
      run("a", "tpt", "tpt", 100, 0.7, NOON);
      run("b", "rlcf-tune", "rlcf-tune", 100, 0.5, NOON);
      run("c", "rlcf-prompt", "rlcf-prompt", 100, 0.5, NOON.plusSeconds(1));
      run("d", "zero-shot", "zero-shot", 100, 0.1, NOON);

      Leaderboard second = leaderboards.find("classification", SET, 1, 2).orElseThrow();

      assertThat(second.rows()).extracting(Leaderboard.Row::experimentId).containsExactly("c", "d");
      assertThat(second.rows()).extracting(Leaderboard.Row::rank).containsExactly(2, 4);
      assertThat(second.totalItems()).isEqualTo(4);
      assertThat(second.totalPages()).isEqualTo(2);
      assertThat(leaderboards.find("classification", SET, 2, 2).orElseThrow().rows()).isEmpty();
      assertThatThrownBy(() -> leaderboards.find("classification", SET, -1, 0))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContainingAll("page", "size");
    }

    @Test
    void rowsThatAreKeptAreThoseOfAQueryOverAllRuns() {
      List<String> ids = new ArrayList<>();
      for (int limit : List.of(10, 30, 20, 30)) {
        ids.add(completed("rlcf-tune", limit).id());
        ids.add(completed("tpt", limit).id());
        assertKeptRowsAreRight();
      }
      String first = board().rows().get(0).experimentId();
      assertThat(ids).contains(first);
      run("own", "tpt", null, 10, 0.3, NOON);
      jdbc.sql("delete from leaderboard_row").update();
      rows.changed(new BoardRows.Key("classification", SET, "icons-clip-s", "tpt", null));
      assertThat(board().rows()).extracting(Leaderboard.Row::experimentId).containsExactly("own");
      rebuild();
      experiments.delete("own");
      for (String id : ids) {
        experiments.delete(id);
        assertKeptRowsAreRight();
      }
      assertThat(board().rows()).isEmpty();
    }

    private void assertKeptRowsAreRight() {
      List<Map<String, Object>> kept = keptRows();
      rebuild();
      assertThat(kept).isEqualTo(keptRows());
    }

    private List<Map<String, Object>> keptRows() {
      return jdbc.sql("select * from leaderboard_row order by task, dataset, model, method, preset")
          .query()
          .listOfRows();
    }

    @Test
    @Timeout(60) // against a hang
    void twoRunsThatEndAtOnceLeaveTheBetterOne() throws Exception {
      run("a", "tpt", "tpt", 100, 0.7, NOON);
      run("b", "tpt", "tpt", 100, 0.5, NOON);
      jdbc.sql("update experiment set status = 'RUNNING'").update();
      rebuild();
      BoardRows.Key key = new BoardRows.Key("classification", SET, "icons-clip-s", "tpt", "tpt");
      CountDownLatch changed = new CountDownLatch(1);
      CountDownLatch other = new CountDownLatch(1);
      Thread better =
          new Thread(
              () ->
                  transaction.executeWithoutResult(
                      status -> {
                        end("a");
                        rows.changed(key);
                        changed.countDown();
                        await(other);
                      }));
      better.start();
      await(changed);
      Thread worse =
          new Thread(
              () ->
                  transaction.executeWithoutResult(
                      status -> {
                        end("b");
                        other.countDown();
                        rows.changed(key); // waits for the other one's end, and then sees it
                      }));
      worse.start();
      better.join();
      worse.join();

      assertThat(board().rows()).extracting(Leaderboard.Row::experimentId).containsExactly("a");
      assertKeptRowsAreRight();
    }

    private void end(String id) {
      jdbc.sql("update experiment set status = 'COMPLETED' where id = :id")
          .param("id", id)
          .update();
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private Leaderboard board() {
      return leaderboards.find("classification", SET, 0, 50).orElseThrow();
    }

    /** For tests that write past the application. */
    private void rebuild() {
      transaction.executeWithoutResult(status -> rows.rebuild());
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
      rebuild();
    }
  }
}
