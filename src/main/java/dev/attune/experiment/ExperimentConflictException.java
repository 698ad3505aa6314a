package dev.attune.experiment;

/** The experiment's status does not allow what was asked. */
public class ExperimentConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ExperimentConflictException(String message) {
    super(message);
  }
}
