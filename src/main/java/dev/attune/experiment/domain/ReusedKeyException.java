package dev.attune.experiment.domain;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;

/** An idempotency key came a second time, with another request. */
public class ReusedKeyException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;
  private static final ProblemType TYPE = new ProblemType("idempotency-key-reused", 422);

  public ReusedKeyException(String message) {
    super(message);
  }

  @Override
  public ProblemType problemType() {
    return TYPE;
  }
}
