package dev.attune.weights;

/** A model's file cannot be used; the message names the file and what is wrong with it. */
public class WeightsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WeightsException(String file, String problem) {
    super(file + ": " + problem);
  }

  public WeightsException(String file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
