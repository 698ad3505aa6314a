package dev.attune.hub;

import dev.attune.hub.download.DownloadException;
import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something cannot be done with a model; the message is for people and names no folder. */
public class HubException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;
  private static final ProblemType NOT_CHANGED = new ProblemType("model-not-changed", 500);

  /** What stands in the way. */
  public enum Reason {
    /** No model is called so. */
    UNKNOWN,
    /** The model's present state does not allow it. */
    CONFLICT,
    /** What was given is wrong; {@link #field()} says which part of it. */
    INVALID,
    /** The disk has no room for it. */
    NO_SPACE,
    /** The network, a disk or a file failed. */
    FAILED
  }

  private final Reason reason;
  private final String field;

  private HubException(Reason reason, String field, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.field = field;
  }

  private HubException(Reason reason, String field, String message) {
    super(message);
    this.reason = reason;
    this.field = field;
  }

  /** There is no such model. */
  public static HubException unknown(String name) {
    return new HubException(Reason.UNKNOWN, "name", "no model is called '%s'".formatted(name));
  }

  static HubException conflict(String message) {
    return new HubException(Reason.CONFLICT, "name", message);
  }

  static HubException invalid(String field, String message) {
    return new HubException(Reason.INVALID, field, message);
  }

  static HubException failed(String message) {
    return new HubException(Reason.FAILED, "name", message);
  }

  static HubException failed(String message, Throwable cause) {
    return new HubException(Reason.FAILED, "name", message, cause);
  }

  static HubException noSpace(String message) {
    return new HubException(Reason.NO_SPACE, "name", message);
  }

  /** A file could not be read or written; the folder stays in the cause. */
  static HubException disk(String message, IOException cause) {
    return failed("%s: %s".formatted(message, DownloadException.reason(cause)), cause);
  }

  public Reason reason() {
    return reason;
  }

  /** The field of a request that is wrong. */
  public String field() {
    return field;
  }

  @Override
  public ProblemType problemType() {
    return switch (reason) {
      case UNKNOWN -> ProblemType.NOT_FOUND;
      case CONFLICT -> ProblemType.CONFLICT;
      case INVALID -> ProblemType.INVALID_REQUEST;
      case NO_SPACE -> ProblemType.NO_SPACE;
      case FAILED -> NOT_CHANGED;
    };
  }

  @Override
  public @Nullable String wrongField() {
    return reason == Reason.INVALID ? field : null;
  }
}
