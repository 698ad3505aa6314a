package dev.attune.hub.download;

import java.io.IOException;
import java.time.Duration;

/** An attempt failed in a way that the next one may not. */
final class TransientFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final Duration wait;

  TransientFailure(String message, Duration wait) {
    super(message);
    this.wait = wait;
  }

  TransientFailure(String message, Throwable cause) {
    super(message, cause);
    this.wait = Duration.ZERO;
  }

  /** How long the server asked to be left alone. */
  Duration serverWait() {
    return wait;
  }
}
