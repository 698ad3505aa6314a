package dev.attune.web.guard;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private long now;
  private final Pace pace = new Pace(Duration.ofSeconds(20), 1000, () -> now);

  /** Sends so often so many bytes, after a wait each time. */
  private void send(int times, int bytes, double seconds) throws SocketTimeoutException {
    for (int i = 0; i < times; i++) {
      pace.read(0);
      now += (long) (seconds * 1e9);
      pace.read(bytes);
    }
  }

  @Test
  void dripsAreCutAfterTheGrace() throws SocketTimeoutException {
    pace.read(100);
    send(20, 1, 1);
    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> send(2, 1, 1));
  }

  @Test
  void slowButHonestLinesAreNot() {
    assertThatCode(() -> send(200_000, 1200, 1)).doesNotThrowAnyException();
  }

  @Test
  void aQuickBeginningIsNoCredit() throws SocketTimeoutException {
    send(1000, 1_000_000, 0.01);
    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> send(25, 1, 1));
  }

  @Test
  void whatIsWaitedForByNobodyDoesNotCount() throws SocketTimeoutException {
    pace.read(0);
    now += 60_000_000_000L; // kept open, before the first byte
    pace.read(100);
    now += 60_000_000_000L; // the server computes
    pace.read(100);
    pace.restart();
    pace.read(0);
    now += 60_000_000_000L;
    assertThatCode(() -> pace.read(100)).doesNotThrowAnyException();
  }
}
