package dev.attune.experiment.store;

import dev.attune.experiment.domain.QueueFullException;
import dev.attune.settings.AttuneProperties;
import dev.attune.spec.SpecReader;
import dev.attune.spec.Work;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** What waits and runs already, and whether more may. Call in a transaction. */
@Component
class QueueRoom {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(60);

  private final ExperimentRepository experiments;
  private final ShardRepository shards;
  private final SpecReader specs;
  private final AttuneProperties.Queue limits;

  QueueRoom(
      ExperimentRepository experiments,
      ShardRepository shards,
      SpecReader specs,
      AttuneProperties properties) {
    this.experiments = experiments;
    this.shards = shards;
    this.specs = specs;
    limits = properties.queue();
  }

  /** The names of the models that trainings are making. */
  List<String> modelsUnderWay() {
    return experiments.findByStatusIn(ExperimentFinder.UNFINISHED).stream()
        .map(e -> e.spec(specs).work())
        .filter(Work.Training.class::isInstance)
        .map(w -> ((Work.Training) w).makes())
        .toList();
  }

  /**
   * Whether so many more shards of one more experiment may wait.
   *
   * @throws QueueFullException when they may not
   */
  void check(int more) {
    boolean room =
        experiments.countByStatusIn(ExperimentFinder.UNFINISHED) < limits.maxExperiments()
            && shards.countUnfinished() + more <= limits.maxShards();
    if (!room) {
      throw new QueueFullException("Too much work is waiting already.", RETRY_AFTER);
    }
  }
}
