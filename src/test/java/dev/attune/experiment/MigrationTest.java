package dev.attune.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.testing.OnH2;
import dev.attune.testing.OnPostgres;
import dev.attune.testing.QueueFixture;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.dao.DataIntegrityViolationException;

/** The schema; that it fits the entities is checked when the application starts. */
class MigrationTest {

  @Test
  void databasesHaveTheSameMigrations() throws IOException {
    assertThat(migrations("h2")).isNotEmpty().isEqualTo(migrations("postgresql"));
  }

  private static List<String> migrations(String vendor) throws IOException {
    return Arrays.stream(
            new PathMatchingResourcePatternResolver()
                .getResources("classpath:db/migration/%s/*.sql".formatted(vendor)))
        .map(Resource::getFilename)
        .map(Objects::requireNonNull)
        .sorted()
        .toList();
  }

  @Nested
  @OnH2
  class OnH2Test extends Contract {}

  @Nested
  @OnPostgres
  class OnPostgresTest extends Contract {}

  abstract static class Contract extends QueueFixture {
    @Autowired private Flyway flyway;

    @Test
    void allAreAppliedAndUnchanged() {
      assertThat(flyway.info().applied()).isNotEmpty();
      assertThat(flyway.info().pending()).isEmpty();
      assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
    }

    @Test
    void keysAreUnique() {
      String first = create("tpt", 3).id();
      String second = create("tpt", 3).id();
      jdbc.sql("update experiment set idempotency_key = 'k' where id = :id")
          .param("id", first)
          .update();

      assertThatThrownBy(
              () ->
                  jdbc.sql("update experiment set idempotency_key = 'k' where id = :id")
                      .param("id", second)
                      .update())
          .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void longTextsFit() {
      String id = create("tpt", 3).id();
      String text = "\u00e4\u4e2d\ud83d\ude80\"\\".repeat(50_000);
      jdbc.sql("update shard set scores = :text where experiment_id = :id")
          .param("text", text)
          .param("id", id)
          .update();

      assertThat(
              jdbc.sql("select scores from shard where experiment_id = :id")
                  .param("id", id)
                  .query(String.class)
                  .single())
          .isEqualTo(text);
    }
  }
}
