package dev.attune.settings;

/** A setting with which nothing can be started. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * @param message what is wrong, as a sentence
   * @param remedy what to do, as a sentence
   */
  public SettingException(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  public String remedy() {
    return remedy;
  }
}
