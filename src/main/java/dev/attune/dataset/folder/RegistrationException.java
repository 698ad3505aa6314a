package dev.attune.dataset.folder;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * A folder that cannot be registered as it was asked for; nothing was kept. The message is for
 * people and names files relative to the folder only.
 */
public class RegistrationException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final ProblemType type;

  /**
   * @param field what of the request is wrong: {@code name}, {@code layout}, {@code path}, or a
   *     part of {@link CaptionChoice}
   */
  public RegistrationException(String field, String message) {
    this(field, message, ProblemType.INVALID_REQUEST);
  }

  private RegistrationException(String field, String message, ProblemType type) {
    super(message);
    this.field = field;
    this.type = type;
  }

  /** The set's present state does not allow it. */
  public static RegistrationException conflict(String message) {
    return new RegistrationException("name", message, ProblemType.CONFLICT);
  }

  public RegistrationException(String field, String message, Throwable cause) {
    super(message, cause);
    this.field = field;
    type = ProblemType.INVALID_REQUEST;
  }

  /** What of the request is wrong. */
  public String field() {
    return field;
  }

  @Override
  public ProblemType problemType() {
    return type;
  }

  @Override
  public @Nullable String wrongField() {
    return type.equals(ProblemType.INVALID_REQUEST) ? field : null;
  }
}
