package dev.attune.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;

class OutageTest {

  static Stream<Exception> full() {
    return Stream.of(
        new UncheckedIOException(new IOException("No space left on device")),
        new IllegalStateException(
            new FileSystemException("/x", null, "There is not enough space on the disk")),
        new IllegalStateException(new IOException("Disk quota exceeded")),
        new IllegalStateException(new SQLException("could not extend file", "53100")));
  }

  static Stream<Exception> away() {
    return Stream.of(
        new CannotCreateTransactionException("", new SQLTransientConnectionException("timed out")),
        new IllegalStateException(new SQLException("closed", "90098", 90098)),
        new IllegalStateException(new SQLException("broken", "90067", 90067)),
        new IllegalStateException(new SQLException("server stops", "57P01")),
        new IllegalStateException(new SQLException("too many connections", "53300")),
        new IllegalStateException(new SQLException("Connection is closed")));
  }

  static Stream<Exception> other() {
    return Stream.of(
        new IllegalArgumentException("No space left on device"), // what somebody typed
        new UncheckedIOException(new FileNotFoundException("x")),
        new DataIntegrityViolationException("", new SQLException("twice", "23505", 23505)),
        new IllegalStateException(new SQLException("no such column", "42122", 42122)));
  }

  @ParameterizedTest
  @MethodSource
  void full(Exception exception) {
    assertThat(Outage.behind(exception)).contains(Outage.NO_SPACE);
  }

  @ParameterizedTest
  @MethodSource
  void away(Exception exception) {
    assertThat(Outage.behind(exception)).contains(Outage.UNAVAILABLE);
  }

  @ParameterizedTest
  @MethodSource
  void other(Exception exception) {
    assertThat(Outage.behind(exception)).isEmpty();
  }
}
