package dev.attune.hub.download;

import java.time.Duration;

/**
 * How patient a download is.
 *
 * @param maxBytes the largest file taken where its size is not known beforehand
 * @param stall longest time without a byte
 * @param attempts most attempts in a row that bring no more than a mebibyte
 * @param firstWait before the second attempt; doubles with each further one
 */
public record DownloadLimits(long maxBytes, Duration stall, int attempts, Duration firstWait) {

  /** 16 GiB, 60 s of silence, 5 attempts, 1 s before the second. */
  public static final DownloadLimits USUAL =
      new DownloadLimits(16L << 30, Duration.ofSeconds(60), 5, Duration.ofSeconds(1));
}
