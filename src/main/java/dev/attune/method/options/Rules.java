package dev.attune.method.options;

/** Takes what is wrong with options. */
@FunctionalInterface
public interface Rules {

  /**
   * Names a value that is wrong.
   *
   * @param leaf its name in JSON, such as {@code sampleK} or {@code reward.models}
   * @param message for people, such as {@code must be at least 1}
   */
  void broken(String leaf, String message);

  /** Names a value unless a rule holds. */
  default void require(boolean holds, String leaf, String message) {
    if (!holds) {
      broken(leaf, message);
    }
  }
}
