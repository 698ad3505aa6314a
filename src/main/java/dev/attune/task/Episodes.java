package dev.attune.task;

/**
 * Adapts to single pictures and texts that are in no data set. Call on the compute lane's thread;
 * nothing is left but what the listener was told.
 */
@FunctionalInterface
public interface Episodes {

  /**
   * Answers a question.
   *
   * @throws TaskException when a model or set cannot be used; its message is for people
   * @throws java.util.concurrent.CancellationException when the listener wants no more
   */
  void run(Interactive task, Interactive.Decided what, EpisodeListener listener);
}
