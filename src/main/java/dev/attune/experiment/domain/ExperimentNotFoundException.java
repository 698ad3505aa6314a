package dev.attune.experiment.domain;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;

/** There is no such experiment, or no such sample in it. */
public class ExperimentNotFoundException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;

  public ExperimentNotFoundException(String message) {
    super(message);
  }

  @Override
  public ProblemType problemType() {
    return ProblemType.NOT_FOUND;
  }
}
