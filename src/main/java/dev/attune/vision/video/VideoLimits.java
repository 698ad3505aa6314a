package dev.attune.vision.video;

import java.time.Duration;

/**
 * What is read of one video at most.
 *
 * @param side in pixels, of its width and of its height
 * @param time for all of its decoding
 * @param packets that are read, of whatever its file holds
 */
public record VideoLimits(int side, Duration time, long packets) {
  public static final VideoLimits STANDARD =
      new VideoLimits(8192, Duration.ofSeconds(30), 10_000_000);

  /** What is left of the time. */
  VideoLimits since(long nanoTime) {
    return new VideoLimits(side, time.minusNanos(System.nanoTime() - nanoTime), packets);
  }
}
