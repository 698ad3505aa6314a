package dev.attune.worker;

/**
 * Names a shard.
 *
 * @param number from 0, in the order of its samples
 */
public record ShardId(String experimentId, int number) {

  /** As {@code experiment/number}. */
  @Override
  public String toString() {
    return experimentId + "/" + number;
  }

  /** The inverse of {@link #toString()}. */
  public static ShardId parse(String text) {
    int slash = text.lastIndexOf('/');
    return new ShardId(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }
}
