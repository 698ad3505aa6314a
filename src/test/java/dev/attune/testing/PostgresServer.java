package dev.attune.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One PostgreSQL for all tests of this JVM, in a zone that is neither UTC nor the JVM's. Where it
 * cannot be started the tests fail.
 */
public final class PostgresServer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("timezone", "America/St_Johns")
          .setPGStartupWait(Duration.ofMinutes(2)) // on a machine that is busy with other things
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    TestPropertyValues.of(
            "spring.datasource.url=" + Holder.SERVER.getJdbcUrl("postgres", "postgres"),
            // at the JVM's end the server may go before those who still ask it for a connection
            "spring.datasource.hikari.connection-timeout=10000")
        .applyTo(context);
  }
}
