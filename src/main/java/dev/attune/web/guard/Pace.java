package dev.attune.web.guard;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far the sender of one request is behind the least pace. Only the time counts in which the
 * server waits for the next byte, from the first byte on. What comes makes up for it, but nothing
 * can be saved up: a body that was quick and then drips is cut like one that drips from the start.
 * Used by one thread after the other.
 */
final class Pace {
  private final long grace; // nanoseconds
  private final double perByte; // nanoseconds
  private final LongSupplier clock;

  private boolean begun;
  private boolean waiting;
  private long since;
  private double behind; // nanoseconds

  /**
   * @param grace how far a request may be behind
   * @param minRate bytes a second
   * @param clock of nanoseconds
   */
  Pace(Duration grace, long minRate, LongSupplier clock) {
    this.grace = grace.toNanos();
    this.perByte = 1e9 / minRate;
    this.clock = clock;
  }

  /** The server has answered: what comes now is the next request, or the rest of this one. */
  void restart() {
    begun = false;
    waiting = false;
    behind = 0;
  }

  /**
   * Takes note of one attempt to read.
   *
   * @param bytes that were there; 0 when the server has to wait
   * @return the same
   * @throws SocketTimeoutException when the request is too far behind
   */
  int read(int bytes) throws SocketTimeoutException {
    long now = clock.getAsLong();
    if (begun && waiting) {
      behind += now - since;
    }
    if (behind > grace) {
      throw new SocketTimeoutException("The request came too slowly.");
    }
    behind = Math.max(0, behind - bytes * perByte);
    begun |= bytes > 0;
    waiting = bytes == 0;
    since = now;
    return bytes;
  }
}
