package dev.attune.experiment;

import dev.attune.method.gradient.MethodType;
import dev.attune.settings.AttuneProperties;
import dev.attune.task.Task;
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

  private static final double FIRST_GUESS_ZERO_SHOT_SECONDS = 0.03;

  private final AttuneProperties properties;
  private final ExperimentRepository experiments;
  private final List<Task> tasks;

  ShardPlanner(AttuneProperties properties, ExperimentRepository experiments, List<Task> tasks) {
    this.properties = properties;
    this.experiments = experiments;
    this.tasks = tasks;
  }

  /** How many samples an experiment has, see {@link Task#samples}. */
  int samples(ExperimentSpec spec) {
    return tasks.stream()
        .filter(t -> t.id().equals(spec.task()))
        .findFirst()
        .map(t -> t.samples(Specs.taskSpec(spec)))
        .orElse(spec.limit());
  }

  /** Cuts so many samples. */
  List<ShardEntity> plan(String experimentId, ExperimentSpec spec, int samples) {
    int size = size(spec);
    List<ShardEntity> shards = new ArrayList<>();
    for (int first = 0; first < samples; first += size) {
      shards.add(
          new ShardEntity(
              new ShardEntity.Key(experimentId, shards.size()),
              first,
              Math.min(first + size, samples)));
    }
    return shards;
  }

  private int size(ExperimentSpec spec) {
    if (properties.shardSize() > 0) {
      return properties.shardSize();
    }
    String method = spec.type();
    double seconds =
        experiments.measuredSeconds(spec.model(), method, Limit.of(1)).stream()
            .findFirst()
            .orElse(
                method.equals(MethodType.ZERO_SHOT.id())
                    ? FIRST_GUESS_ZERO_SHOT_SECONDS
                    : FIRST_GUESS_SECONDS);
    double samples = SHARD_SECONDS / Math.max(seconds, 1e-4);
    return (int) Math.max(1, Math.min(samples, AttuneProperties.MAX_SHARD_SIZE));
  }
}
