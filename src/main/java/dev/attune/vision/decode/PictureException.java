package dev.attune.vision.decode;

/** A picture that cannot be used; the message names it and says why, and is fit for people. */
public class PictureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final String NO_MEMORY =
      "it takes more memory than there is; make it smaller, or give Java more with -Xmx";

  private final String reason;

  public PictureException(String name, String reason) {
    super(name + ": " + reason);
    this.reason = reason;
  }

  public PictureException(String name, String reason, Throwable cause) {
    super(name + ": " + reason, cause);
    this.reason = reason;
  }

  /** What is wrong, without the name. */
  public String reason() {
    return reason;
  }
}
