package dev.attune.problem;

import java.util.NoSuchElementException;

/** No model or data set is of the name that was given, or it is one of another kind. */
public final class UnknownNameException extends NoSuchElementException implements Problem {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names it, and is fit for people
   */
  public UnknownNameException(String message) {
    super(message);
  }

  @Override
  public ProblemType problemType() {
    return ProblemType.NOT_FOUND;
  }
}
