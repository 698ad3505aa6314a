package dev.attune.experiment.domain;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;
import java.time.Duration;

/** Too much work is waiting already; nothing was queued. */
public class QueueFullException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public QueueFullException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  @Override
  public Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public ProblemType problemType() {
    return ProblemType.QUEUE_FULL;
  }
}
