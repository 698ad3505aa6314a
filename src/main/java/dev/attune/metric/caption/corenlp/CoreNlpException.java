package dev.attune.metric.caption.corenlp;

/** CoreNLP is missing or cannot be used; the message says what is wrong, and holds no path. */
public final class CoreNlpException extends Exception {
  private static final long serialVersionUID = 1L;

  CoreNlpException(String message) {
    super(message);
  }

  CoreNlpException(String message, Throwable cause) {
    super(message, cause);
  }
}
