package dev.attune.worker;

/**
 * How far a shard is.
 *
 * @param done samples that were run, the failed ones included
 * @param failed samples that could not be run
 * @param millis time of all of them together
 */
public record Tally(int done, int failed, double millis) {

  public static final Tally ZERO = new Tally(0, 0, 0);

  /** One more sample. */
  Tally plus(boolean ok, double sampleMillis) {
    return new Tally(done + 1, ok ? failed : failed + 1, millis + sampleMillis);
  }
}
