package dev.attune.worker;

import dev.attune.task.SampleResult;
import java.util.List;

/**
 * What a shard's run gave, or as much of it as was done before it stopped.
 *
 * @param next one past the last sample that was run
 * @param tally of the whole shard, with what was done before
 */
public record ShardResults(
    List<SampleResult> results, List<Failure> failures, int next, Tally tally) {

  public ShardResults {
    results = List.copyOf(results);
    failures = List.copyOf(failures);
  }

  /** A sample that could not be run, and why. */
  public record Failure(int index, String message, double millis) {}
}
