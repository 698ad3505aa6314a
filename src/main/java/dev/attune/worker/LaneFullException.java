package dev.attune.worker;

import java.time.Duration;

/** Too much work waits for the engine already; nothing was taken. */
public class LaneFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  LaneFullException(Duration retryAfter) {
    super("too much work is waiting for the engine");
    this.retryAfter = retryAfter;
  }

  /** When asking again may be worth it. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
