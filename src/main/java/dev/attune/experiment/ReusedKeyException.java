package dev.attune.experiment;

/** An idempotency key came a second time, with another request. */
public class ReusedKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReusedKeyException(String message) {
    super(message);
  }
}
