package dev.attune.model;

/** The engine cannot be loaded, or not for the device that was asked for. */
public final class EngineStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * @param message what is wrong, as a sentence
   * @param remedy what to do, as a sentence
   */
  EngineStartException(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  public String remedy() {
    return remedy;
  }
}
