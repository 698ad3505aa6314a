package dev.attune.storage;

import dev.attune.problem.Problem;
import dev.attune.problem.ProblemType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Nothing was changed, since database or disk could not take it. */
public final class OutageException extends RuntimeException implements Problem {
  private static final long serialVersionUID = 1L;
  private static final ProblemType UNAVAILABLE = new ProblemType("storage-unavailable", 503);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Outage outage;

  OutageException(Outage outage, Throwable cause) {
    super(
        outage == Outage.NO_SPACE
            ? "There is no space left on Attune's disk; nothing was kept."
            : "The database cannot be reached at the moment; nothing was kept.",
        cause);
    this.outage = outage;
  }

  @Override
  public ProblemType problemType() {
    return outage == Outage.NO_SPACE ? ProblemType.NO_SPACE : UNAVAILABLE;
  }

  @Override
  public @Nullable Duration retryAfter() {
    return outage == Outage.NO_SPACE ? null : RETRY_AFTER;
  }
}
