package dev.attune.task;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;

/** A run cannot start or go on; the message is fit for people and names what is wrong. */
public class TaskException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;

  public TaskException(String message) {
    super(message);
  }

  public TaskException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public ProblemType problemType() {
    return ProblemType.CONFLICT;
  }
}
