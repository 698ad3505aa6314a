package dev.attune.playground;

import dev.attune.task.Episode;
import dev.attune.task.EpisodeListener;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A session that is not over. The compute lane's thread moves it on; anyone may stop it. */
final class LiveSession implements EpisodeListener {
  private final CompletableFuture<Session> end = new CompletableFuture<>();
  private volatile Session now;
  private volatile boolean wanted = true;

  LiveSession(Session begun) {
    now = begun;
  }

  Session now() {
    return now;
  }

  /** Completes when the session is over and kept. */
  CompletableFuture<Session> end() {
    return end;
  }

  /** Stops it before its next step. */
  void stop() {
    wanted = false;
    change(s -> s.with(SessionStatus.CANCELLING, null, null));
  }

  /** Changes what is seen of it, unless it is over. */
  synchronized void change(UnaryOperator<Session> change) {
    if (!now.status().finished()) {
      now = change.apply(now);
    }
  }

  @Override
  public void onChange(Episode soFar) {
    change(s -> s.with(soFar));
  }

  @Override
  public boolean isWanted() {
    return wanted;
  }
}
