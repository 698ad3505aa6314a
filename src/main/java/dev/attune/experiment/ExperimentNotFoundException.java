package dev.attune.experiment;

/** There is no such experiment, or no such sample in it. */
public class ExperimentNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ExperimentNotFoundException(String message) {
    super(message);
  }
}
