package dev.attune.playground;

/** Where the work on an upload stands. */
public enum SessionStatus {
  /** Before the engine has time for it. */
  WAITING,
  RUNNING,
  /** Stops before its next step. */
  CANCELLING,
  COMPLETED,
  CANCELLED,
  FAILED;

  public boolean finished() {
    return this == COMPLETED || this == CANCELLED || this == FAILED;
  }
}
