package dev.attune.prompt;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;

/** Prompts that cannot be used; the message is for people and names what is wrong. */
public final class PromptException extends IllegalArgumentException implements Problem {
  private static final long serialVersionUID = 1L;

  public PromptException(String message) {
    super(message);
  }

  @Override
  public ProblemType problemType() {
    return ProblemType.INVALID_REQUEST;
  }
}
