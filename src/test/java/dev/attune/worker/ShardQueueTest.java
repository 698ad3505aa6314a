package dev.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import dev.attune.experiment.domain.ExperimentStatus;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.QueueFullException;
import dev.attune.experiment.domain.SampleFilter;
import dev.attune.task.TaskException;
import dev.attune.testing.FakeTask;
import dev.attune.testing.OnH2;
import dev.attune.testing.OnPostgres;
import dev.attune.testing.QueueFixture;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** What becomes of an experiment on its way through the queue. */
class ShardQueueTest {

  @Nested
  @OnH2
  class OnH2Test extends Contract {}

  @Nested
  @OnPostgres
  class OnPostgresTest extends Contract {}

  @Timeout(300) // against a hang; a busy machine may be slow
  abstract static class Contract extends QueueFixture {
    private static final Duration DEAD = Duration.ofMinutes(1);

    @Test
    void numbersDoNotDependOnTheSizeOfTheShards() {
      ExperimentView whole = run(create("rlcf-tune", 40));
      for (int size : List.of(1, 7, 20)) {
        ExperimentView cut = run(create("rlcf-tune", 40, size));

        assertThat(shards(cut.id())).isEqualTo((40 + size - 1) / size);
        assertSameNumbers(cut, whole);
      }
    }

    @Test
    void secondRunGivesTheSameNumbers() {
      ExperimentView first = run(create("rlcf-tune", 40));

      assertSameNumbers(run(experiments.rerun(first.id())), first);
    }

    @Test
    void numbersDoNotDependOnTheOrderOfTheShards() {
      ExperimentView first = run(create("rlcf-tune", 40, 7));
      ExperimentView second = create("rlcf-tune", 40, 7);
      jdbc.sql(
              "update scheduled_tasks set execution_time = execution_time"
                  + " - cast(substring(task_instance from 12) as integer) * interval '1' second")
          .update();

      assertSameNumbers(run(second), first);
      assertThat(task.ran().get(40).index()).isEqualTo(35);
    }

    @Test
    void firstComeFirstServed() {
      ExperimentView first = create("rlcf-tune", 3, 1);
      ExperimentView second = create("zero-shot", 2);

      worker().work();

      assertThat(experiments.get(first.id()).finishedAt())
          .isBefore(experiments.get(second.id()).startedAt());
    }

    @Test
    void shardOfADeadWorkerIsTakenOver() throws Exception {
      ExperimentView whole = run(create("rlcf-tune", 20, 10));
      ExperimentView view = create("rlcf-tune", 20, 10);
      TestWorker dying = worker();
      CountDownLatch midway = new CountDownLatch(1);
      CountDownLatch awake = new CountDownLatch(1);
      task.beforeSample(
          index -> {
            if (index == 5) {
              midway.countDown();
              awake.await();
            }
          });
      Thread process = new Thread(dying::work, "dying-worker");
      process.start();
      midway.await();
      task.beforeSample(index -> {});

      TestWorker heir = worker();
      heir.work(); // the other shard
      assertThat(experiments.get(view.id()).status()).isEqualTo(ExperimentStatus.RUNNING);
      heir.later(DEAD);
      heir.work();

      ExperimentView done = experiments.get(view.id());
      assertThat(done.status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertSameNumbers(done, whole);
      // the one that was taken for dead goes on, and changes nothing
      awake.countDown();
      process.join();
      assertThat(samples(view.id())).isEqualTo(samples(whole.id()));
      assertThat(experiments.get(view.id())).isEqualTo(done);
    }

    @Test
    void shardOfADeadWorkerGoesOnBeforeWhatWasQueuedLater() throws Exception {
      ExperimentView first = create("rlcf-tune", 10);
      TestWorker dying = worker();
      CountDownLatch midway = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      task.beforeSample(
          index -> {
            if (index == 5) {
              midway.countDown();
              over.await();
            }
          });
      Thread process = new Thread(dying::work, "dying-worker");
      process.start();
      midway.await();
      task.beforeSample(index -> {});
      ExperimentView second = create("zero-shot", 20, 5);
      Instant place = due(first.id());

      TestWorker heir = worker();
      heir.later(DEAD);
      assertThat(due(first.id())).isEqualTo(place).isBefore(due(second.id()));
      heir.work();

      assertThat(experiments.get(first.id()).finishedAt())
          .isBefore(experiments.get(second.id()).startedAt());
      over.countDown();
      process.join();
    }

    @Test
    void whoFindsADeadWorkersShardHandsBackWhatWasQueuedLater() throws Exception {
      ExperimentView first = create("rlcf-tune", 10);
      TestWorker dying = worker();
      AtomicInteger fives = new AtomicInteger();
      CountDownLatch silent = new CountDownLatch(1);
      CountDownLatch midway = new CountDownLatch(1);
      CountDownLatch found = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      task.beforeSample(
          index -> {
            if (index == 5 && fives.getAndIncrement() == 0) {
              silent.countDown();
              over.await();
            } else if (index == 15) {
              midway.countDown();
              found.await();
            }
          });
      Thread process = new Thread(dying::work, "dying-worker");
      process.start();
      silent.await(); // else the heir might come first
      ExperimentView second = create("zero-shot", 30);
      TestWorker heir = worker();
      Thread other = new Thread(heir::work, "heir");
      other.start();
      midway.await();
      jdbc.sql("update scheduled_tasks set last_heartbeat = :then where task_instance like :alive")
          .param("then", Instant.now().plus(DEAD.multipliedBy(2)).atOffset(ZoneOffset.UTC))
          .param("alive", second.id() + "%")
          .update();

      heir.later(DEAD);
      found.countDown();
      other.join();

      ExperimentView done = experiments.get(second.id());
      assertThat(done.status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertThat(done.progress().done()).isEqualTo(30);
      assertThat(experiments.get(first.id()).finishedAt()).isBefore(done.finishedAt());
      assertThat(task.ran()) // the second's beginning, the first, the second's rest
          .extracting(FakeTask.Ran::index)
          .containsSubsequence(14, 15, 0, 9, 16, 29);
      over.countDown();
      process.join();
    }

    @Test
    void aDeadWorkersShardGoesOnWithin25Seconds(@Autowired DbSchedulerProperties settings) {
      Duration beat = settings.getHeartbeatInterval();
      Duration silent = beat.multipliedBy(settings.getMissedHeartbeatsLimit());
      Duration look = beat.multipliedBy(2); // the scheduler's own factor
      assertThat(silent.plus(look).plus(settings.getPollingInterval()))
          .isLessThanOrEqualTo(Duration.ofSeconds(25));
    }

    private Instant due(String id) {
      return jdbc.sql(
              "select min(execution_time) from scheduled_tasks where task_instance like :id")
          .param("id", id + "%")
          .query(OffsetDateTime.class)
          .single()
          .toInstant();
    }

    @Test
    void runSaysWhichWorkerIsSilent() throws Exception {
      ExperimentView view = create("rlcf-tune", 10);
      TestWorker dying = worker();
      CountDownLatch midway = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      task.beforeSample(
          index -> {
            if (index == 5) {
              midway.countDown();
              over.await();
            }
          });
      Thread process = new Thread(dying::work, "dying-worker");
      process.start();
      midway.await();

      assertThat(experiments.get(view.id()).silent()).isEmpty();
      jdbc.sql("update worker set heartbeat_at = :then")
          .param("then", Instant.now().minusSeconds(25).atOffset(ZoneOffset.UTC))
          .update();
      assertThat(experiments.get(view.id()).silent())
          .singleElement()
          .asString()
          .contains(dying.id(), "shard 0", "last heard of");
      over.countDown();
      process.join();
      assertThat(experiments.get(view.id()).silent()).isEmpty();
    }

    @Test
    void cancelIsHeededBetweenSamples() {
      ExperimentView view = create("rlcf-tune", 20, 10);
      task.beforeSample(
          index -> {
            if (index == 3) {
              experiments.cancel(view.id());
            }
          });

      worker().work();

      ExperimentView cancelled = experiments.get(view.id());
      assertThat(cancelled.status()).isEqualTo(ExperimentStatus.CANCELLED);
      assertThat(task.ran()).extracting(FakeTask.Ran::index).containsExactly(0, 1, 2, 3);
      assertThat(sampleIndices(view.id(), SampleFilter.ALL)).containsExactly(0, 1, 2, 3);
      assertThat(queued()).isZero();
    }

    @Test
    void preparationIsDonePieceByPieceAndCanBeCancelled() {
      AtomicInteger pieces = new AtomicInteger();
      task.prepare(() -> pieces.incrementAndGet() > 3);
      assertThat(run(create("rlcf-tune", 2)).status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertThat(task.ran()).hasSize(2);
      assertThat(pieces).hasValue(4);

      task.reset();
      ExperimentView view = create("rlcf-tune-momentum", 2);
      task.prepare(
          () -> {
            experiments.cancel(view.id());
            return false;
          });

      worker().work();

      assertThat(experiments.get(view.id()).status()).isEqualTo(ExperimentStatus.CANCELLED);
      assertThat(task.ran()).isEmpty();
      assertThat(queued()).isZero();
    }

    @Test
    void runThatCannotBePreparedFailsAndSaysWhy() {
      task.prepare(
          () -> {
            throw new IllegalArgumentException("too many features");
          });

      ExperimentView view = run(create("rlcf-tune", 2));

      assertThat(view.status()).isEqualTo(ExperimentStatus.FAILED);
      assertThat(view.error()).isEqualTo("too many features");
      assertThat(task.ran()).isEmpty();
      assertThat(queued()).isZero();
    }

    @Test
    void gracefulStopFinishesTheSampleAndHandsTheRestBack() throws Exception {
      ExperimentView whole = run(create("rlcf-tune", 20));
      task.reset();
      ExperimentView view = experiments.rerun(whole.id());
      Scheduler scheduler = worker().polling();
      CountDownLatch midway = new CountDownLatch(1);
      task.beforeSample(
          index -> {
            if (index == 3) {
              midway.countDown();
              while (!scheduler.getSchedulerState().isShuttingDown()) {
                Thread.sleep(5);
              }
            }
          });
      scheduler.start();
      midway.await();
      scheduler.stop();

      assertThat(experiments.get(view.id()).status()).isEqualTo(ExperimentStatus.RUNNING);
      assertThat(sampleIndices(view.id(), SampleFilter.ALL)).containsExactly(0, 1, 2, 3);
      assertThat(queued()).isEqualTo(1);
      assertSameNumbers(run(view), whole);
      assertThat(task.ran())
          .extracting(FakeTask.Ran::index)
          .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void whatIsHandedBackKeepsItsPlace() throws Exception {
      ExperimentView first = create("rlcf-tune", 20);
      ExperimentView second = create("tpt", 1);
      Scheduler scheduler = worker().polling();
      CountDownLatch midway = new CountDownLatch(1);
      task.beforeSample(
          index -> {
            if (index == 3) {
              midway.countDown();
              while (!scheduler.getSchedulerState().isShuttingDown()) {
                Thread.sleep(5);
              }
            }
          });
      scheduler.start();
      midway.await();
      scheduler.stop();

      worker().work();

      assertThat(experiments.get(first.id()).finishedAt())
          .isBefore(experiments.get(second.id()).startedAt());
    }

    @Test
    void sampleThatThrowsFailsAlone() {
      ExperimentView view = create("rlcf-tune", 20, 10);
      task.beforeSample(
          index -> {
            if (index == 4) {
              throw new IllegalStateException("the picture is broken");
            }
          });

      ExperimentView done = run(view);

      assertThat(done.status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertThat(done.progress().done()).isEqualTo(20);
      assertThat(done.progress().failed()).isEqualTo(1);
      assertThat(sampleIndices(view.id(), SampleFilter.FAILED)).containsExactly(4);
      assertThat(experiments.sample(view.id(), 4).error()).isEqualTo("the picture is broken");
    }

    @Test
    void experimentWhoseEverySampleThrowsFails() {
      ExperimentView view = create("rlcf-tune", 3);
      task.beforeSample(
          index -> {
            throw new IllegalStateException("picture %d is\u0000 broken".formatted(index));
          });

      ExperimentView failed = run(view);

      assertThat(failed.status()).isEqualTo(ExperimentStatus.FAILED);
      assertThat(failed.error())
          .isEqualTo("Every sample failed; the first one: picture 0 is  broken");
      assertThat(failed.metrics()).isEmpty();
    }

    @Test
    void runThatCannotGoOnFailsTheExperiment() {
      ExperimentView view = create("rlcf-tune", 20, 10);
      task.beforeSample(
          index -> {
            if (index == 4) {
              throw new TaskException("the model icons-clip-s is gone");
            }
          });

      ExperimentView failed = run(view);

      assertThat(failed.status()).isEqualTo(ExperimentStatus.FAILED);
      assertThat(failed.error()).isEqualTo("the model icons-clip-s is gone");
      assertThat(task.ran()).hasSize(4);
      assertThat(queued()).isZero();
    }

    @Test
    void shardThatNoWorkerCanRunIsTriedAgainAndGivenUp() {
      ExperimentView view = create("rlcf-tune", 3);
      jdbc.sql("update experiment set spec = '{}' where id = :id").param("id", view.id()).update();
      TestWorker worker = worker();
      for (int attempt = 0; attempt < 5; attempt++) {
        worker.work();
        worker.later(Duration.ofMinutes(1));
      }

      assertThat(jdbc.sql("select status from experiment").query(String.class).single())
          .isEqualTo("FAILED");
      assertThat(jdbc.sql("select error from experiment").query(String.class).single())
          .isEqualTo("A worker could not run shard 0, also not when it tried again.");
      assertThat(queued()).isZero();
    }

    @Test
    void aFullDiskIsNoAttemptThatFailed() {
      AtomicInteger asked = new AtomicInteger();
      task.prepare(
          () -> {
            if (asked.incrementAndGet() < 8) {
              throw new TaskException(
                  "the features cannot be kept", new IOException("No space left on device"));
            }
            return true;
          });
      ExperimentView view = create("rlcf-tune", 3);
      TestWorker worker = worker();
      for (int attempt = 0; attempt < 8; attempt++) {
        worker.work();
        worker.later(Duration.ofMinutes(1));
      }

      assertThat(asked).hasValue(8);
      assertThat(task.ran()).hasSize(3);
      assertThat(experiments.get(view.id()).status()).isEqualTo(ExperimentStatus.COMPLETED);
    }

    @Test
    void twoWorkersShareAnExperimentAndRunNoSampleTwice() throws Exception {
      ExperimentView whole = run(create("rlcf-tune", 40));
      task.reset();
      ExperimentView view = create("rlcf-tune", 40, 4);
      task.beforeSample(index -> Thread.sleep(5));
      Scheduler one = worker().polling();
      Scheduler two = worker().polling();
      one.start();
      two.start();
      while (!experiments.get(view.id()).status().finished()) {
        Thread.sleep(20);
      }
      one.stop();
      two.stop();

      assertThat(task.ran())
          .extracting(FakeTask.Ran::index)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40).boxed().toList());
      assertThat(task.ran().stream().map(FakeTask.Ran::thread).distinct()).hasSize(2);
      assertSameNumbers(experiments.get(view.id()), whole);
    }

    @Test
    void fullQueueTakesNothing() {
      create("rlcf-tune", 1);
      for (int i = 1; i < 20; i++) {
        experiments.create(request(null, "zero-shot", 1));
      }

      assertThatThrownBy(() -> create("rlcf-tune", 1)).isInstanceOf(QueueFullException.class);

      assertThat(queued()).isEqualTo(20);
      assertThat(jdbc.sql("select count(*) from shard").query(Integer.class).single())
          .isEqualTo(20);
    }

    @Test
    void oneRunIsOpenAtATime() {
      create("rlcf-tune", 3);
      create("tpt", 3);

      worker().work();

      assertThat(task.open()).isEqualTo(1);
    }

    @Test
    void workersSayWhatTheyDo() {
      ExperimentView view = create("rlcf-tune", 3);
      TestWorker worker = worker();
      task.beforeSample(
          index ->
              assertThat(worker.registry.list())
                  .singleElement()
                  .satisfies(
                      w -> {
                        assertThat(w.id()).isEqualTo(worker.id());
                        assertThat(w.experimentId()).isEqualTo(view.id());
                        assertThat(w.shard()).isZero();
                        assertThat(w.alive()).isTrue();
                        assertThat(w.engine()).isEqualTo("Fake 1.0");
                      }));

      assertThat(run(view, worker).progress().failed()).isZero();

      assertThat(worker.registry.list().get(0).experimentId()).isNull();
      worker.registry.leave();
      assertThat(worker.registry.list()).isEmpty();
    }

    private ExperimentView run(ExperimentView view) {
      return run(view, worker());
    }

    private ExperimentView run(ExperimentView view, TestWorker worker) {
      worker.work();
      return experiments.get(view.id());
    }

    private int queued() {
      return jdbc.sql("select count(*) from scheduled_tasks").query(Integer.class).single();
    }

    private void assertSameNumbers(ExperimentView actual, ExperimentView expected) {
      assertThat(actual.status()).isEqualTo(ExperimentStatus.COMPLETED);
      assertThat(actual.metrics()).isEqualTo(expected.metrics());
      assertThat(actual.baseline()).isEqualTo(expected.baseline());
      assertThat(actual.gains()).isEqualTo(expected.gains());
      assertThat(samples(actual.id())).isEqualTo(samples(expected.id()));
    }
  }
}
