package dev.attune.experiment.store;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface ShardRepository extends JpaRepository<ShardEntity, ShardEntity.Key> {

  /** How far an experiment is, summed over its shards. */
  record Sums(
      String experimentId,
      long done,
      long failed,
      long unadapted,
      double millis,
      long running,
      long unfinished) {}

  @Query(
      "select new dev.attune.experiment.store.ShardRepository$Sums(s.key.experimentId, sum(s.done),"
          + " sum(s.failed), sum(s.unadapted), sum(s.millis), sum(case when s.status = RUNNING then"
          + " 1 else 0 end), sum(case when s.status in (QUEUED, RUNNING) then 1 else 0 end)) from"
          + " ShardEntity s where s.key.experimentId in :ids group by s.key.experimentId")
  List<Sums> sums(Collection<String> ids);

  /** Rows of an experiment's samples by outcome. */
  record Outcomes(long fixed, long broken, long unchanged, long failed) {}

  @Query(
      "select new dev.attune.experiment.store.ShardRepository$Outcomes(coalesce(sum(s.fixed), 0),"
          + " coalesce(sum(s.broken), 0), coalesce(sum(s.unchanged), 0),"
          + " coalesce(sum(s.unreadable), 0)) from ShardEntity s where s.key.experimentId = :id")
  Outcomes outcomes(String id);

  /** A shard that a worker has. */
  record Held(int number, String worker) {}

  @Query(
      "select new dev.attune.experiment.store.ShardRepository$Held(s.key.number, s.worker)"
          + " from ShardEntity s where s.key.experimentId = :id and s.status = RUNNING"
          + " and s.worker is not null order by s.key.number")
  List<Held> held(String id);

  @Query("select count(s) from ShardEntity s where s.status in (QUEUED, RUNNING)")
  long countUnfinished();

  /** What a shard measured, and the place of its first sample. */
  record Measured(int firstIndex, @Nullable String scores) {}

  @Query(
      "select new dev.attune.experiment.store.ShardRepository$Measured(s.firstIndex, s.scores)"
          + " from ShardEntity s where s.key.experimentId = :id order by s.key.number")
  List<Measured> measured(String id);

  @Modifying(flushAutomatically = true)
  @Query(
      "update ShardEntity s set s.status = CANCELLED"
          + " where s.key.experimentId = :id and s.status = QUEUED")
  void cancelQueued(String id);

  @Modifying(flushAutomatically = true)
  @Query(
      "update ShardEntity s set s.status = CANCELLED"
          + " where s.key.experimentId = :id and s.status in (QUEUED, RUNNING)")
  void cancelUnfinished(String id);

  @Modifying
  @Query(
      "update ShardEntity s set s.done = :done, s.failed = :failed, s.millis = :millis"
          + " where s.key = :key and s.worker = :worker and s.status = RUNNING")
  void progress(ShardEntity.Key key, String worker, int done, int failed, double millis);

  /** Whether a worker has a shard, of an experiment that is to go on. */
  @Query(
      "select count(s) > 0 from ShardEntity s, ExperimentEntity e where s.key = :key"
          + " and s.worker = :worker and s.status = RUNNING and e.id = s.key.experimentId"
          + " and e.status = RUNNING")
  boolean isWanted(ShardEntity.Key key, String worker);
}
