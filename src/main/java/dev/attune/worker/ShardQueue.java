package dev.attune.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Hands shards to the workers of all processes. */
@Component
public class ShardQueue {
  /** The name of the scheduler's task. */
  static final String TASK = "shard";

  private final Scheduler scheduler;

  ShardQueue(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** What the scheduler knows of a shard. */
  static SchedulableInstance<Void> instance(ShardId id, Instant due) {
    return SchedulableInstance.of(new TaskInstance<>(TASK, id.toString()), due);
  }

  /** Queues shards of an experiment in the caller's transaction, after all that wait already. */
  public void add(String experimentId, List<Integer> numbers) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    List<SchedulableInstance<?>> instances = new ArrayList<>(numbers.size());
    for (int number : numbers) {
      // One microsecond apart: the scheduler orders by time, and the database keeps microseconds.
      instances.add(
          instance(
              new ShardId(experimentId, number), now.plus(instances.size(), ChronoUnit.MICROS)));
    }
    scheduler.scheduleBatch(instances);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            scheduler.triggerCheckForDueExecutions();
          }
        });
  }
}
