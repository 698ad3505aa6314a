package dev.attune.hub;

/** Follows a pull or an import and may stop it. */
@FunctionalInterface
public interface PullListener {

  void at(PullProgress progress);

  default boolean cancelled() {
    return false;
  }
}
