package dev.attune.worker;

import dev.attune.task.RunSpec;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where shards come from and where their results go. Each method is one transaction. */
public interface ShardJournal {

  /** What a shard is of; empty when it is gone. */
  Optional<RunSpec> spec(ShardId id);

  /**
   * Whether this worker has all that a shard needs, its method among them. What it lacks is noted,
   * for people to see what the experiment waits for.
   */
  boolean isFor(ShardId id);

  /**
   * Takes a shard up.
   *
   * @return what is left to do; empty when nothing is, be it done, cancelled or gone
   */
  Optional<ShardWork> begin(ShardId id, String worker, EngineInfo engine);

  /** Whether its experiment is to stop, or another worker has taken the shard over. */
  boolean stopped(ShardWork work);

  /** Says how far it is; results are not written by it. */
  void progress(ShardWork work, Tally tally);

  /**
   * Writes results. A shard whose results do not reach its end is waiting again, unless its
   * experiment is to stop. What an earlier run of the same samples wrote is replaced. Nothing is
   * written when another worker has taken the shard over.
   *
   * @param state file of what a chain has learned, which is kept with the results; null for none
   * @return whether nothing is left to do of the shard by this worker
   */
  boolean save(ShardWork work, ShardResults results, @Nullable Path state);

  /** Writes what an experiment's chain has learned to a file; false where nothing is kept. */
  boolean readState(ShardId id, Path file);

  /** The shard whose turn has come now that this one is over; empty but in a chain. */
  Optional<ShardId> next(ShardId id);

  /** Completes or cancels the experiment when none of its shards is left. */
  void settle(ShardId id);

  /** Fails the experiment; the message is for people. */
  void fail(ShardId id, String message);
}
