package dev.attune.worker;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;

/** This process serves pages and computes nothing. */
public class NoEngineException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;
  private static final ProblemType TYPE = new ProblemType("no-engine", 503);

  public NoEngineException() {
    super(
        "This process only serves (attune.role is web) and has no engine to adapt with. Ask a"
            + " process whose role is all or worker; its pages and API answer too.");
  }

  @Override
  public ProblemType problemType() {
    return TYPE;
  }
}
