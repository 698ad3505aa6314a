package dev.attune.experiment;

import java.time.Duration;

/** Too much work is waiting already; nothing was queued. */
public class QueueFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public QueueFullException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** When asking again may be worth it. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
