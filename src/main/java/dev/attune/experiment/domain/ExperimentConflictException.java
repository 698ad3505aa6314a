package dev.attune.experiment.domain;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;

/** The experiment's status does not allow what was asked. */
public class ExperimentConflictException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;

  public ExperimentConflictException(String message) {
    super(message);
  }

  @Override
  public ProblemType problemType() {
    return ProblemType.CONFLICT;
  }
}
