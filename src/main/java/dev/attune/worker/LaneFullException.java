package dev.attune.worker;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;
import java.time.Duration;

/** Too much work waits for the engine already; nothing was taken. */
public class LaneFullException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param retryAfter when there may be room
   */
  public LaneFullException(Duration retryAfter) {
    super("too much work is waiting for the engine");
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
