package dev.attune.problem;

/**
 * A kind of problem. The common ones are here; a feature may have one of its own.
 *
 * @param name that programs compare, without {@code urn:attune:problem:}
 * @param status of HTTP
 */
public record ProblemType(String name, int status) {
  /** A field of the request is wrong, or several are. */
  public static final ProblemType INVALID_REQUEST = new ProblemType("invalid-request", 400);

  /** What was asked for is not there. */
  public static final ProblemType NOT_FOUND = new ProblemType("not-found", 404);

  /** The present state does not allow what was asked. */
  public static final ProblemType CONFLICT = new ProblemType("conflict", 409);

  /** A disk has no room for it. */
  public static final ProblemType NO_SPACE = new ProblemType("no-space", 507);

  /** Too much work waits already. */
  public static final ProblemType QUEUE_FULL = new ProblemType("queue-full", 503);
}
