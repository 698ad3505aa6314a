package dev.attune.worker;

import dev.attune.task.RunSpec;
import dev.attune.task.training.TrainingSpec;

/**
 * What is left to do of a shard.
 *
 * @param task name of its task
 * @param worker who took it up; what anybody else writes of it is not taken any more
 * @param first the first place of the order that it is in
 * @param from place of the first sample that is not done
 * @param to one past the last
 * @param last whether it is the last shard of its order
 * @param before how far an earlier worker came that handed the rest back
 */
public record ShardWork(
    ShardId id,
    String worker,
    String task,
    RunSpec spec,
    int first,
    int from,
    int to,
    boolean last,
    Tally before) {

  /** Whether it is of a training. */
  public boolean trains() {
    return spec instanceof TrainingSpec<?>;
  }
}
