package dev.attune.web.guard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** For a line of the log that could be written a thousand times a second. */
public final class Seldom {
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final AtomicLong last = new AtomicLong(System.nanoTime() - PAUSE);

  /** Whether it was said long enough ago; if so it counts as said now. */
  public boolean again() {
    long then = last.get();
    long now = System.nanoTime();
    return now - then >= PAUSE && last.compareAndSet(then, now);
  }
}
