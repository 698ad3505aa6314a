package dev.attune.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An exception that is an answer: whoever asked over HTTP is told its type and its message, which
 * is fit for people and names no folder of this machine.
 */
public interface Problem {

  /** What kind of problem it is. */
  ProblemType problemType();

  /** The field of the request that the message is about, null when it is about the whole. */
  default @Nullable String wrongField() {
    return null;
  }

  /** When asking again may be worth it, null when nobody knows. */
  default @Nullable Duration retryAfter() {
    return null;
  }
}
