package dev.attune.web;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;
import org.springframework.util.unit.DataSize;

/** A body has more bytes than this request may bring. */
final class BodyTooLargeException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;
  private static final ProblemType TYPE = new ProblemType("content-too-large", 413);

  BodyTooLargeException(long maxBytes) {
    super("may have %d kB at most".formatted(DataSize.ofBytes(maxBytes).toKilobytes()));
  }

  @Override
  public ProblemType problemType() {
    return TYPE;
  }

  @Override
  public String wrongField() {
    return "body";
  }
}
