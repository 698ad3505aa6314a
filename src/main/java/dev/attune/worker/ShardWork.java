package dev.attune.worker;

import dev.attune.task.TaskSpec;

/**
 * What is left to do of a shard.
 *
 * @param task name of its task
 * @param worker who took it up; what anybody else writes of it is not taken any more
 * @param from first sample that is not done
 * @param to one past the last
 * @param before how far an earlier worker came that handed the rest back
 */
public record ShardWork(
    ShardId id, String worker, String task, TaskSpec spec, int from, int to, Tally before) {}
