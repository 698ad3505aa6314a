package dev.attune.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
  private static final RuntimeException FULL =
      new UncheckedIOException("a file", new IOException("No space left on device\nat byte 7"));

  private final OutageLog filter = new OutageLog();
  private final Logger others = (Logger) LoggerFactory.getLogger("somebody.else");
  private final Logger own = (Logger) LoggerFactory.getLogger(OutageLog.class);
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

  @BeforeEach
  void listen() {
    heard.start();
    others.setLevel(Level.INFO);
    others.addAppender(heard);
    own.addAppender(heard);
  }

  @AfterEach
  void stop() {
    filter.destroy();
    others.detachAppender(heard);
    own.detachAppender(heard);
  }

  @Test
  void anOutageIsOneLineOfWhoeverTellsIt() {
    others.error("Will keep running.", FULL);
    others.warn("Failed with {} of {}.", 3, "shard", FULL);
    others.debug("Nobody asked.", FULL);

    assertThat(heard.list).noneMatch(e -> e.getThrowableProxy() != null);
    assertThat(heard.list).allMatch(e -> e.getLoggerName().equals("somebody.else"));
    assertThat(heard.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()))
        .containsExactly(
            "ERROR Will keep running. (java.io.IOException: No space left on device)",
            "WARN Failed with 3 of shard. (java.io.IOException: No space left on device)");
  }

  @Test
  void whatEndsAThreadIsLoggedToo() throws Exception {
    Thread thread =
        new Thread(
            () -> {
              throw FULL;
            },
            "mine");
    thread.start();
    thread.join();

    assertThat(heard.list)
        .singleElement()
        .satisfies(e -> assertThat(e.getLevel()).isEqualTo(Level.ERROR))
        .satisfies(e -> assertThat(e.getThrowableProxy()).isNull())
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("The thread mine ended (java.io.IOException: No space");
  }

  @Test
  void anythingElseKeepsItsCalls() {
    others.error("Failed.", new IllegalStateException("a mistake"));

    assertThat(heard.list).singleElement().matches(e -> e.getThrowableProxy() != null);
  }
}
