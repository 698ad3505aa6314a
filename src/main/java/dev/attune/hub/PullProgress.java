package dev.attune.hub;

import org.jspecify.annotations.Nullable;

/**
 * How a pull or an import stands.
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

  /** Where it can be. */
  public enum State {
    WAITING,
    DOWNLOADING,
    COPYING,
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

  /** Of an import that ended with the process that was at it. */
  static PullProgress cutOff(String model) {
    String why = "the import was cut off and nothing of it is kept: ask for it again";
    return new PullProgress(model, State.FAILED, null, 0, null, why);
  }

  PullProgress in(State next, @Nullable String why) {
    return new PullProgress(model, next, null, doneBytes, totalBytes, why);
  }
}
