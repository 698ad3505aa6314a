package dev.attune.hub;

/** Follows a pull and may stop it. */
@FunctionalInterface
public interface PullListener {

  void at(PullProgress progress);

  default boolean cancelled() {
    return false;
  }
}
