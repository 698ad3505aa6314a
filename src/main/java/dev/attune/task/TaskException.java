package dev.attune.task;

/** A run cannot start or go on; the message is fit for people and names what is wrong. */
public class TaskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TaskException(String message) {
    super(message);
  }

  public TaskException(String message, Throwable cause) {
    super(message, cause);
  }
}
