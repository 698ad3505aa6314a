package dev.attune.experiment.domain;

/** Where an experiment is in its life. */
public enum ExperimentStatus {
  QUEUED,
  RUNNING,
  CANCELLING,
  CANCELLED,
  FAILED,
  COMPLETED;

  /** Whether nothing will happen to it any more. */
  public boolean finished() {
    return this == CANCELLED || this == FAILED || this == COMPLETED;
  }
}
