package dev.attune.worker;

import dev.attune.settings.AttuneProperties;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The one thread of this process that uses the engine, and the queue before it. DJL allows one
 * gradient collector per JVM, and its native memory grows with the number of threads that ever used
 * it: so there is one platform thread, and it lives as long as the process.
 */
@Component
public class ComputeLane implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ComputeLane.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** Who waits for the result; a person goes first. */
  public enum Priority {
    PERSON,
    SAMPLE
  }

  private final PriorityBlockingQueue<Job<?>> queue =
      new PriorityBlockingQueue<>(
          16, Comparator.<Job<?>, Priority>comparing(j -> j.priority).thenComparing(j -> j.number));
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger waitingPeople = new AtomicInteger();
  private final int maxPeople;
  private final Duration idleAfter;
  private final Thread thread;
  private volatile Runnable whenIdle = () -> {};
  private volatile boolean closed;

  @Autowired
  ComputeLane(AttuneProperties properties) {
    this(properties.queue().maxUploads(), Duration.ofSeconds(30));
  }

  /**
   * @param maxPeople most jobs of priority PERSON that may wait
   * @param idleAfter how long without a job the lane waits until it calls the idle action
   */
  ComputeLane(int maxPeople, Duration idleAfter) {
    this.maxPeople = maxPeople;
    this.idleAfter = idleAfter;
    thread = new Thread(this::work, "compute-lane");
    thread.setDaemon(true);
    thread.start();
  }

  /** Sets what the lane's thread does once when it has had no job for a while: to free memory. */
  void whenIdle(Runnable action) {
    whenIdle = action;
  }

  /**
   * Queues a job.
   *
   * @throws LaneFullException when too many people wait already
   */
  public <T> CompletableFuture<T> submit(Priority priority, Callable<T> work) {
    if (closed) {
      throw stopping();
    }
    if (priority == Priority.PERSON && waitingPeople.incrementAndGet() > maxPeople) {
      waitingPeople.decrementAndGet();
      throw new LaneFullException(RETRY_AFTER);
    }
    Job<T> job = new Job<>(priority, numbers.getAndIncrement(), work);
    queue.add(job);
    if (closed && queue.remove(job)) { // the thread may have ended between the two
      throw stopping();
    }
    return job.result;
  }

  private static RejectedExecutionException stopping() {
    return new RejectedExecutionException("the application is stopping");
  }

  /** Queues a job and waits for its result; what it throws comes out unchanged. */
  public <T> T call(Priority priority, Callable<T> work) throws Exception {
    try {
      return submit(priority, work).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void work() {
    boolean idle = false;
    while (!closed) {
      try {
        Job<?> job = idle ? queue.take() : queue.poll(idleAfter.toMillis(), TimeUnit.MILLISECONDS);
        idle = job == null;
        if (job != null) {
          run(job);
        } else {
          whenIdle.run();
        }
      } catch (InterruptedException e) {
        // Only close() interrupts, and it has set the flag.
      } catch (RuntimeException e) {
        log.warn("The compute lane's idle action failed", e);
      }
    }
    queue.forEach(j -> j.result.cancel(false));
  }

  private <T> void run(Job<T> job) {
    if (job.priority == Priority.PERSON) {
      waitingPeople.decrementAndGet();
    }
    if (job.result.isDone()) {
      return; // cancelled while it waited
    }
    @Nullable T value;
    try {
      value = job.work.call();
    } catch (Throwable e) { // whatever it is, the caller must learn of it and the lane must live
      job.result.completeExceptionally(e);
      return;
    }
    job.result.complete(value);
  }

  /**
   * Finishes the running job, however long it takes, drops the waiting ones and ends the thread. A
   * process that ended while the engine computes would crash in the engine's destructors.
   */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    submitWakeUp();
    thread.join(TimeUnit.SECONDS.toMillis(10));
    if (thread.isAlive()) {
      log.info("Waiting for the engine to finish what it computes; a kill loses no more than that");
      thread.join();
    }
  }

  /** An interrupt could break native code that runs, so an empty job wakes the thread. */
  private void submitWakeUp() {
    queue.add(new Job<>(Priority.PERSON, -1, () -> ""));
  }

  private static final class Job<T> {
    final Priority priority;
    final long number;
    final Callable<T> work;
    final CompletableFuture<T> result = new CompletableFuture<>();

    Job(Priority priority, long number, Callable<T> work) {
      this.priority = priority;
      this.number = number;
      this.work = work;
    }
  }
}
