package dev.attune.task;

/** Watches an episode, and may stop it. */
public interface EpisodeListener {

  /** After the first answer, after every step and after the last answer. */
  void onChange(Episode soFar);

  /** Asked before every step, and before the answer: whether the result is still wanted. */
  boolean isWanted();
}
