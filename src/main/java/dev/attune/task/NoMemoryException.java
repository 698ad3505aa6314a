package dev.attune.task;

/** One sample took more memory than there is; another may not. */
public final class NoMemoryException extends RuntimeException {
  /** What people are told. */
  public static final String MESSAGE =
      "it takes more memory than there is; give Java more with -Xmx";

  private static final long serialVersionUID = 1L;

  private NoMemoryException(OutOfMemoryError cause) {
    super(MESSAGE, cause);
  }

  /** What a sample failed with, as its reason. */
  static RuntimeException reason(Throwable failure) {
    return failure instanceof OutOfMemoryError e
        ? new NoMemoryException(e)
        : (RuntimeException) failure;
  }
}
