package dev.attune.hub;

import org.jspecify.annotations.Nullable;

/**
 * How a pull stands.
 *
 * @param file the one that arrives or is checked now, or null
 * @param doneBytes of all files
 * @param totalBytes of all files, or null while that is unknown
 * @param message why it failed, or null
 */
public record PullProgress(
    String model,
    State state,
    @Nullable String file,
    long doneBytes,
    @Nullable Long totalBytes,
    @Nullable String message) {

  /** Where a pull can be. */
  public enum State {
    WAITING,
    DOWNLOADING,
    VERIFYING,
    COMPLETED,
    CANCELLED,
    FAILED;

    public boolean finished() {
      return this == COMPLETED || this == CANCELLED || this == FAILED;
    }
  }

  static PullProgress waiting(String model, @Nullable Long total) {
    return new PullProgress(model, State.WAITING, null, 0, total, null);
  }

  PullProgress in(State next, @Nullable String why) {
    return new PullProgress(model, next, null, doneBytes, totalBytes, why);
  }
}
