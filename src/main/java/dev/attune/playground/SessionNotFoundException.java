package dev.attune.playground;

/** There is no such session, or not any more. */
public class SessionNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SessionNotFoundException() {
    super("There is no such result, or not any more: pictures and results are kept for a while.");
  }
}
