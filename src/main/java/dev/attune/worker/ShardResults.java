package dev.attune.worker;

import dev.attune.task.SampleResult;
import dev.attune.task.TrainingResult;
import java.util.List;

/**
 * What a shard's run gave, or as much of it as was done before it stopped.
 *
 * @param trained what a training's pieces gave; the other kinds of runs have none
 * @param next one past the last sample that was run
 * @param tally of the whole shard, with what was done before
 */
public record ShardResults(
    List<SampleResult> results,
    List<TrainingResult> trained,
    List<Failure> failures,
    int next,
    Tally tally) {

  public ShardResults {
    results = List.copyOf(results);
    trained = List.copyOf(trained);
    failures = List.copyOf(failures);
  }

  /** Of another run than a training. */
  public ShardResults(List<SampleResult> results, List<Failure> failures, int next, Tally tally) {
    this(results, List.of(), failures, next, tally);
  }

  /** How many samples were left as they are. */
  public int unadapted() {
    return (int) results.stream().filter(r -> !r.adapted()).count();
  }

  /**
   * A sample that could not be run, and why.
   *
   * @param place in the run
   * @param index within the set
   */
  public record Failure(int place, int index, String message, double millis) {}
}
