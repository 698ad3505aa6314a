package dev.attune.experiment.store;

import dev.attune.settings.AttuneProperties;
import dev.attune.task.RunSpec;
import java.util.ArrayList;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Cuts an experiment into shards of about 30 seconds of work. */
@Component
class ShardPlanner {
  private static final double SHARD_SECONDS = 30;

  /** Taken for methods that were never measured with a model. */
  private static final double FIRST_GUESS_SECONDS = 0.2;

  private final AttuneProperties properties;
  private final ExperimentRepository experiments;

  ShardPlanner(AttuneProperties properties, ExperimentRepository experiments) {
    this.properties = properties;
    this.experiments = experiments;
  }

  /**
   * Cuts a run; a shard ends where a batch does, and no shard is in two orders.
   *
   * @param samples of each order
   */
  List<ShardEntity> plan(String experimentId, RunSpec run, int samples) {
    int size = size(run);
    List<ShardEntity> shards = new ArrayList<>();
    for (int first = 0; first < samples * run.orders(); ) {
      int over = (first / samples + 1) * samples;
      int end = run.batchEnd(first, over);
      while (end < over && end - first < size) {
        end = run.batchEnd(end, over);
      }
      shards.add(new ShardEntity(new ShardEntity.Key(experimentId, shards.size()), first, end));
      first = end;
    }
    return shards;
  }

  private int size(RunSpec run) {
    if (properties.shardSize() > 0) {
      return properties.shardSize();
    }
    double seconds =
        experiments.measuredSeconds(run.model(), run.type(), Limit.of(1)).stream()
            .findFirst()
            .orElse(FIRST_GUESS_SECONDS);
    double samples = SHARD_SECONDS / Math.max(seconds, 1e-4);
    return (int) Math.max(1, Math.min(samples, AttuneProperties.MAX_SHARD_SIZE));
  }
}
