package dev.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.worker.ComputeLane.Priority;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ComputeLaneTest {
  private final ComputeLane lane = new ComputeLane(2, Duration.ofMillis(20));
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void close() throws InterruptedException {
    gate.countDown();
    lane.close();
  }

  @Test
  void onePersonGoesBeforeAllSamples() throws Exception {
    ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
    block();
    CompletableFuture<Boolean> last = lane.submit(Priority.SAMPLE, () -> order.add("sample 1"));
    lane.submit(Priority.SAMPLE, () -> order.add("sample 2"));
    lane.submit(Priority.PERSON, () -> order.add("person 1"));
    CompletableFuture<Boolean> end = lane.submit(Priority.SAMPLE, () -> order.add("sample 3"));
    lane.submit(Priority.PERSON, () -> order.add("person 2"));

    gate.countDown();
    last.get();
    end.get();

    assertThat(order).containsExactly("person 1", "person 2", "sample 1", "sample 2", "sample 3");
  }

  @Test
  void everyJobRunsOnTheSameThread() throws Exception {
    Thread first = lane.call(Priority.SAMPLE, Thread::currentThread);
    Thread second = lane.call(Priority.PERSON, Thread::currentThread);

    assertThat(first).isSameAs(second).isNotSameAs(Thread.currentThread());
  }

  @Test
  void tooManyPeopleAreTurnedAway() throws Exception {
    block();
    lane.submit(Priority.PERSON, () -> "");
    CompletableFuture<String> second = lane.submit(Priority.PERSON, () -> "");

    assertThatThrownBy(() -> lane.submit(Priority.PERSON, () -> ""))
        .isInstanceOfSatisfying(
            LaneFullException.class, e -> assertThat(e.retryAfter()).isPositive());

    gate.countDown();
    second.get();
    assertThat(lane.call(Priority.PERSON, () -> "there is room again"))
        .isEqualTo("there is room again");
  }

  @Test
  void whatAJobThrowsComesOutAndTheLaneLives() throws Exception {
    assertThatThrownBy(
            () ->
                lane.call(
                    Priority.SAMPLE,
                    () -> {
                      throw new IllegalArgumentException("mine");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mine");
    assertThatThrownBy(
            () ->
                lane.call(
                    Priority.SAMPLE,
                    () -> {
                      throw new OutOfMemoryError("also mine");
                    }))
        .hasRootCauseInstanceOf(OutOfMemoryError.class);

    assertThat(lane.call(Priority.SAMPLE, () -> 1)).isEqualTo(1);
  }

  @Test
  void cancelledJobsAreSkipped() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    block();
    lane.submit(Priority.PERSON, runs::incrementAndGet).cancel(false);
    CompletableFuture<Integer> next = lane.submit(Priority.SAMPLE, runs::incrementAndGet);

    gate.countDown();

    assertThat(next.get()).isEqualTo(1);
  }

  @Test
  void idleActionRunsOnceAfterWork() throws Exception {
    AtomicInteger idle = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    lane.whenIdle(
        () -> {
          idle.incrementAndGet();
          done.countDown();
        });
    lane.call(Priority.SAMPLE, () -> 1);

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    Thread.sleep(100);
    assertThat(idle).hasValueLessThanOrEqualTo(2); // one may be from before the job
  }

  @Test
  void closeFinishesTheRunningJobAndDropsTheRest() throws Exception {
    CompletableFuture<String> running = block();
    List<CompletableFuture<Integer>> waiting =
        List.of(lane.submit(Priority.SAMPLE, () -> 1), lane.submit(Priority.PERSON, () -> 2));
    Thread closer =
        new Thread(
            () -> {
              try {
                lane.close();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    closer.start();
    while (accepts()) {
      Thread.sleep(1);
    }
    gate.countDown();
    closer.join();

    assertThat(running.get()).isEqualTo("finished");
    for (CompletableFuture<Integer> job : waiting) {
      assertThatThrownBy(job::get).isInstanceOf(CancellationException.class);
    }
    assertThatThrownBy(() -> lane.submit(Priority.SAMPLE, () -> 3))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private boolean accepts() {
    try {
      lane.submit(Priority.SAMPLE, () -> 0);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Keeps the lane busy until the gate opens. */
  private CompletableFuture<String> block() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> job =
        lane.submit(
            Priority.SAMPLE,
            () -> {
              begun.countDown();
              gate.await();
              return "finished";
            });
    begun.await();
    return job;
  }
}
