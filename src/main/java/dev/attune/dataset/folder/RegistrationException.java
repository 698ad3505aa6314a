package dev.attune.dataset.folder;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;

/**
 * A folder that cannot be registered as it was asked for; nothing was kept. The message is for
 * people and names files relative to the folder only.
 */
public class RegistrationException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field what of the request is wrong: {@code name}, {@code layout}, {@code path}, or a
   *     part of {@link CaptionChoice}
   */
  public RegistrationException(String field, String message) {
    super(message);
    this.field = field;
  }

  public RegistrationException(String field, String message, Throwable cause) {
    super(message, cause);
    this.field = field;
  }

  /** What of the request is wrong. */
  public String field() {
    return field;
  }

  @Override
  public ProblemType problemType() {
    return ProblemType.INVALID_REQUEST;
  }

  @Override
  public String wrongField() {
    return field;
  }
}
