package dev.attune.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.bench.MadeUpRuns;
import dev.attune.experiment.domain.ExperimentQuery;
import dev.attune.experiment.domain.ListedExperiment;
import dev.attune.experiment.domain.Position;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.experiment.domain.Slice;
import dev.attune.leaderboard.BoardRows;
import dev.attune.leaderboard.Leaderboards;
import dev.attune.testing.ExplainedStatements;
import dev.attune.testing.ExplainedStatements.Explained;
import dev.attune.testing.OnH2;
import dev.attune.testing.OnPostgres;
import dev.attune.testing.QueueFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Lists ask few questions, which the database answers by its indices, on later pages too. */
class ManyRunsTest {

  @Nested
  @OnH2
  @Import(ExplainedStatements.class)
  class OnH2Test extends Contract {}

  @Nested
  @OnPostgres
  @Import(ExplainedStatements.class)
  class OnPostgresTest extends Contract {}

  abstract static class Contract extends QueueFixture {
    private static final int RUNS = 4000;
    private static final int SAMPLES = 5000;

    /** Rows that may be held of a run at once. */
    private static final int CHUNK = 1000;

    /** A pass over a whole table, as H2 and PostgreSQL call it. */
    private static final Pattern SCAN =
        Pattern.compile(
            "(EXPERIMENT|SAMPLE|EXPERIMENT_METRIC|TRAINING_LOSS)\\.tableScan"
                + "|Seq Scan on (experiment|sample|experiment_metric|training_loss)\\b");

    /** Rows come from an index in order, and nothing is sorted. */
    private static final Pattern IN_ORDER =
        Pattern.compile("index sorted|\\A(?![\\s\\S]*Sort)[\\s\\S]*Index (Only )?Scan");

    @Autowired private ExplainedStatements statements;
    @Autowired private Leaderboards leaderboards;
    @Autowired private BoardRows rows;
    @Autowired private DataSource dataSource;

    private String pattern = "";

    @BeforeEach
    void fill() throws SQLException {
      pattern = completed("rlcf-tune", 10).id();
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        new MadeUpRuns(RUNS, 2400, 60, 1, SAMPLES).write(connection);
        if (connection.getMetaData().getURL().startsWith("jdbc:postgresql:")) {
          statement.execute("vacuum analyze"); // as the server does by itself, a little later
        }
      }
      rows.rebuild();
    }

    @Test
    void noListPassesOverAWholeTable() {
      for (ExperimentQuery query :
          List.of(
              query(null, null, 0, null),
              query(null, null, 120, null),
              query("completed", null, 0, null),
              query("completed", null, 90, null),
              query("active", null, 0, null),
              query(null, SET, 40, null),
              query("completed", SET, 3, "metric,desc"),
              query(null, null, 0, "metric,desc"),
              query(null, null, 100, "metric,asc"),
              query(null, null, 2, "gain,desc"),
              query(null, null, 0, "name,asc"),
              query(null, null, 0, "createdAt,asc"))) {
        assertAsked(5, query.toString(), () -> experiments.list(query));
      }
      assertAsked(4, "latest", () -> experiments.latest(10));
      assertAsked(1, "active", () -> experiments.active(8));
      assertAsked(4, "one", () -> experiments.get(pattern));
      assertAsked(3, "board", () -> leaderboards.find("classification", SET, 0, 50));
      assertAsked(3, "board, page 2", () -> leaderboards.find("classification", SET, 1, 50));
      assertAsked(1, "boards", () -> leaderboards.list());
      String longest = experiments.list(query(null, null, 0, "samples,desc")).items().get(0).id();
      assertThat(experiments.get(longest).progress().total()).isEqualTo(SAMPLES);
      for (int page : List.of(0, 240)) {
        assertAsked(
            4, "samples " + page, () -> experiments.samples(longest, SampleFilter.ALL, page, 20));
        assertAsked(
            4,
            "fixed " + page,
            () -> experiments.samples(longest, SampleFilter.UNCHANGED, page / 4, 20));
      }
      assertAsked(2, "outcomes", () -> experiments.outcomes(longest));
      assertAsked(1, "sample", () -> experiments.sample(longest, SAMPLES / 2));
    }

    @Test
    void laterPartsOfEveryListAreFoundByTheirKeys() {
      for (String sort : ExperimentQuery.SORT_KEYS) {
        for (String direction : List.of("asc", "desc")) {
          assertFoundByKeys(query(null, null, 0, sort + "," + direction), true);
        }
      }
      for (ExperimentQuery query :
          List.of(
              query(null, null, 0, null),
              query("completed", null, 0, null),
              query("failed", null, 0, null),
              query(null, SET, 0, null),
              query("completed", null, 0, "finishedAt,desc"),
              new ExperimentQuery("classification", null, null, null, 0, 25, null),
              new ExperimentQuery(null, null, null, "rlcf-tune", 0, 25, null))) {
        assertFoundByKeys(query, true);
      }
      assertFoundByKeys(query("active", null, 0, null), false);
      assertFoundByKeys(
          new ExperimentQuery(
              "classification", SET, "completed", "rlcf-tune", 0, 25, "metric,desc"),
          false);
      String longest = experiments.list(query(null, null, 0, "samples,desc")).items().get(0).id();
      for (SampleFilter filter : SampleFilter.values()) {
        for (Position position :
            List.of(
                Position.FIRST,
                new Position(Integer.toString(SAMPLES - 100), null),
                new Position(null, Integer.toString(SAMPLES / 2)))) {
          assertAsked(
              4, filter + " " + position, () -> experiments.samples(longest, filter, position, 20));
        }
      }
    }

    /**
     * One to three spans of keys, the rows and their metrics, and how far they are.
     *
     * @param inOrder whether an index has them in the list's order, so that nothing is sorted
     */
    private void assertFoundByKeys(ExperimentQuery query, boolean inOrder) {
      ExperimentQuery large =
          new ExperimentQuery(
              query.task(), query.dataset(), query.status(), query.method(), 0, 200, query.sort());
      Slice<ListedExperiment> part = experiments.list(large, Position.FIRST);
      for (int i = 0; i < 8 && part.next() != null; i++) {
        part = experiments.list(large, new Position(part.next(), null));
      }
      List<Position> positions = new ArrayList<>(List.of(Position.FIRST));
      if (part.previous() != null) {
        positions.add(new Position(part.previous(), null));
        positions.add(new Position(null, part.previous()));
      }
      for (Position at : positions) {
        int spans = at.key() == null ? 1 : 3;
        List<Explained> asked =
            assertAsked(spans + 3, at + " of " + query, () -> experiments.list(query, at));
        assertThat(asked)
            .filteredOn(one -> inOrder && one.sql().contains("order by"))
            .allSatisfy(one -> assertThat(one.plan()).as(one.sql()).containsPattern(IN_ORDER));
      }
    }

    @Test
    void listsReadNoLongText() {
      statements.begin();
      experiments.list(query(null, null, 0, "metric,desc"), Position.FIRST);
      experiments.latest(10);
      experiments.active(8);
      assertThat(statements.end())
          .isNotEmpty()
          .allSatisfy(
              one ->
                  assertThat(one.sql()).doesNotContain("spec", "origins", "provenance", "error"));
    }

    @Test
    void exportsHoldNoMoreThanAChunkOfRows() {
      String longest = experiments.list(query(null, null, 0, "samples,desc")).items().get(0).id();
      AtomicInteger given = new AtomicInteger();
      statements.begin();
      experiments.forEachSample(
          longest,
          sample -> {
            assertThat(sample.index()).isEqualTo(given.getAndIncrement());
            // what is read is handed on before more is
            assertThat(read()).isBetween(given.get(), given.get() + CHUNK);
          });
      assertThat(given).hasValue(SAMPLES);
      assertAskedByChunks(statements.end());
    }

    @Test
    void exportsOfLossesHoldNoMoreThanAChunkOfRows() {
      jdbc.sql(
              "insert into training_loss (experiment_id, piece, step, validation, loss, millis)"
                  + " select :id, s.sample_index, s.sample_index, false, 1, 1 from sample s"
                  + " where s.experiment_id = :longest")
          .param("id", pattern)
          .param(
              "longest", experiments.list(query(null, null, 0, "samples,desc")).items().get(0).id())
          .update();
      AtomicInteger given = new AtomicInteger();
      statements.begin();
      experiments.forEachLoss(
          pattern, loss -> assertThat(loss.step()).isEqualTo(given.getAndIncrement()));
      assertThat(given).hasValue(SAMPLES);
      assertAskedByChunks(statements.end());
    }

    private void assertAskedByChunks(List<Explained> asked) {
      assertThat(asked)
          .hasSizeGreaterThan(SAMPLES / CHUNK)
          .allSatisfy(one -> assertThat(one.plan()).as(one.sql()).doesNotContainPattern(SCAN))
          .allSatisfy(one -> assertThat(one.rows().get()).isLessThanOrEqualTo(CHUNK));
    }

    /** Rows that were read so far, the one that says that there is such a run left out. */
    private int read() {
      return statements.soFar().stream()
          .filter(one -> one.sql().contains("from sample"))
          .mapToInt(one -> one.rows().get())
          .sum();
    }

    private List<Explained> assertAsked(int most, String what, Runnable work) {
      statements.begin();
      work.run();
      List<Explained> asked = statements.end();
      assertThat(asked).as(what).isNotEmpty().hasSizeLessThanOrEqualTo(most);
      assertThat(asked)
          .as(what)
          .allSatisfy(one -> assertThat(one.plan()).as(one.sql()).doesNotContainPattern(SCAN));
      return asked;
    }

    private static ExperimentQuery query(
        @Nullable String status, @Nullable String dataset, int page, @Nullable String sort) {
      return new ExperimentQuery(null, dataset, status, null, page, 25, sort);
    }
  }
}
