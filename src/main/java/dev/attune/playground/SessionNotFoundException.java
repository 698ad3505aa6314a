package dev.attune.playground;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;

/** There is no such session, or not any more. */
public class SessionNotFoundException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;

  SessionNotFoundException() {
    super("There is no such result, or not any more: pictures and results are kept for a while.");
  }

  @Override
  public ProblemType problemType() {
    return ProblemType.NOT_FOUND;
  }
}
