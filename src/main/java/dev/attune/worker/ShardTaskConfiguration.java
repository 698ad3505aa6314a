package dev.attune.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.attune.settings.AttuneProperties;
import dev.attune.storage.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Tells the scheduler what a shard is. It says who runs what; all else is in our own tables. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableResilientMethods
class ShardTaskConfiguration {
  private static final Logger log = LoggerFactory.getLogger(ShardTaskConfiguration.class);
  private static final int RETRIES = 3;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  /**
   * Runs a shard. One whose process died goes back to its old place in the queue, and who finds it
   * hands back its own, where that was queued later: else it might wait half a minute for anybody.
   */
  @Bean
  CustomTask<Void> shardTask(ShardRunner runner, ShardJournal journal) {
    AtomicReference<@Nullable Instant> revived = new AtomicReference<>();
    return Tasks.custom(ShardQueue.TASK, Void.class)
        .onDeadExecution(
            (complete, operations) -> {
              Instant place = complete.getExecution().executionTime;
              operations.reschedule(complete, place);
              revived.set(place);
            })
        .onFailure(
            FailureHandler.<Void>maxRetries(RETRIES)
                .retryEvery(RETRY_AFTER)
                .then((complete, operations) -> giveUp(journal, complete, operations)))
        .execute(
            (instance, context) -> {
              Instant place = context.getExecution().executionTime;
              revived.set(null); // what comes first was picked
              return execute(
                  runner,
                  journal,
                  instance,
                  () -> {
                    Instant other = revived.get();
                    return context.getSchedulerState().isShuttingDown()
                        || (other != null && other.isBefore(place));
                  });
            });
  }

  private static CompletionHandler<Void> execute(
      ShardRunner runner,
      ShardJournal journal,
      TaskInstance<Void> instance,
      BooleanSupplier stopping) {
    ShardId id = ShardId.parse(instance.getId());
    try {
      if (!runner.takes(id)) { // another worker may
        return later();
      }
      boolean finished = runner.run(id, stopping);
      // What is handed back keeps its place in the queue.
      return finished
          ? over(journal, id)
          : (complete, operations) ->
              operations.reschedule(complete, complete.getExecution().executionTime);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("shard " + id + " was interrupted", e);
    } catch (Exception e) {
      if (Outage.behind(e).isPresent()) { // which is no attempt that failed
        log.warn("Shard {} waits for room on the disk", id, e);
        return later();
      }
      throw e instanceof RuntimeException r
          ? r
          : new IllegalStateException("shard " + id + " failed", e);
    }
  }

  private static CompletionHandler<Void> later() {
    return (complete, operations) ->
        operations.reschedule(complete, Instant.now().plus(RETRY_AFTER));
  }

  /** A chain's next shard takes the place in the queue of the one that is over, at one stroke. */
  private static CompletionHandler<Void> over(ShardJournal journal, ShardId id) {
    ShardId next = journal.next(id).orElse(null);
    return next == null
        ? new CompletionHandler.OnCompleteRemove<>()
        : (complete, operations) ->
            operations.removeAndScheduleNew(
                ShardQueue.instance(next, complete.getExecution().executionTime));
  }

  private static void giveUp(
      ShardJournal journal, ExecutionComplete complete, ExecutionOperations<Void> operations) {
    ShardId id = ShardId.parse(complete.getExecution().getId());
    log.error("Gave up shard {}", id, complete.getCause().orElse(null));
    journal.fail(
        id,
        "A worker could not run shard %d, also not when it tried again.".formatted(id.number()));
    operations.remove();
  }

  @Bean
  DbSchedulerCustomizer schedulerCustomizer(WorkerRegistry registry) {
    return new DbSchedulerCustomizer() {
      @Override
      public Optional<SchedulerName> schedulerName() {
        return Optional.of(new SchedulerName.Fixed(registry.id()));
      }
    };
  }

  @Bean
  DbSchedulerStarter schedulerStarter(
      Scheduler scheduler,
      AttuneProperties properties,
      EmbeddedRecovery recovery,
      ComputeLane lane,
      ComputeEngine engine) {
    return new RoleStarter(scheduler, properties, recovery, lane, engine);
  }

  /** Starts the scheduler once the context is ready, in processes that compute. */
  record RoleStarter(
      Scheduler scheduler,
      AttuneProperties properties,
      EmbeddedRecovery recovery,
      ComputeLane lane,
      ComputeEngine engine)
      implements DbSchedulerStarter {
    @EventListener(ContextRefreshedEvent.class)
    @Override
    public void doStart() {
      if (properties.role().computes() && !scheduler.getSchedulerState().isStarted()) {
        recovery.releaseAll();
        startEngine();
        scheduler.start();
      }
    }

    /** What was asked for by name must be there now, and not only when somebody waits for it. */
    private void startEngine() {
      if (properties.device().startsWith("gpu") || properties.pytorch().libraries() != null) {
        try {
          lane.call(ComputeLane.Priority.SAMPLE, engine::start);
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException("the engine does not start", e);
        }
      }
    }
  }
}
