package dev.attune.worker;

import dev.attune.task.RunResult;
import dev.attune.task.SampleResult;
import dev.attune.task.Task;
import dev.attune.task.TaskException;
import dev.attune.task.TrainingResult;
import dev.attune.worker.ComputeLane.Priority;
import dev.attune.worker.ShardResults.Failure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs a shard's samples one by one on the compute lane and hands the results to the journal. */
@Component
class ShardRunner {
  private static final Logger log = LoggerFactory.getLogger(ShardRunner.class);
  private static final long PROGRESS_MILLIS = 1000;
  private static final int MAX_MESSAGE = 500;

  private final Map<String, Task> tasks;
  private final ShardJournal journal;
  private final ComputeLane lane;
  private final ComputeEngine engine;
  private final WorkerRegistry registry;
  private final ChainFiles chains;
  private final OpenRun open = new OpenRun();
  private final Clock clock = Clock.systemUTC();
  private volatile boolean busy;

  ShardRunner(
      List<Task> tasks,
      ShardJournal journal,
      ComputeLane lane,
      ComputeEngine engine,
      WorkerRegistry registry,
      ChainFiles chains) {
    this.tasks = tasks.stream().collect(Collectors.toMap(Task::id, Function.identity()));
    this.journal = journal;
    this.lane = lane;
    this.engine = engine;
    this.registry = registry;
    this.chains = chains;
    lane.whenIdle(this::closeUnlessBusy);
  }

  /**
   * Runs what is left of a shard.
   *
   * @param stopping whether this process is to stop; looked at between samples
   * @return false when the rest was handed back
   */
  boolean run(ShardId id, BooleanSupplier stopping) throws Exception {
    registry.working(id);
    busy = true;
    try {
      EngineInfo info = lane.call(Priority.SAMPLE, engine::start);
      registry.engine(info);
      // what is installed is read now: it takes seconds, and below the experiment is locked
      journal.task(id).map(tasks::get).ifPresent(Task::metricNotes);
      ShardWork work = journal.begin(id, registry.id(), info).orElse(null);
      boolean finished = work == null || run(work, stopping);
      if (work == null && journal.next(id).isEmpty()) {
        chains.forget(id);
      }
      if (finished) {
        journal.settle(id);
      }
      return finished;
    } catch (TaskException e) {
      journal.fail(id, message(e));
      chains.forget(id);
      return true;
    } finally {
      busy = false;
      registry.working(null);
    }
  }

  /** A shard at work may wait long for the database, and a chain must not be lost over that. */
  private void closeUnlessBusy() {
    if (!busy) {
      open.close();
    }
  }

  private boolean run(ShardWork work, BooleanSupplier stopping) throws Exception {
    Task task = tasks.get(work.task());
    if (task == null) {
      throw new TaskException("this worker does not know the task " + work.task());
    }
    boolean prepared = prepared(task, work, stopping);
    boolean stop = !prepared || !caughtUp(task, work, stopping);
    List<SampleResult> results = new ArrayList<>();
    List<TrainingResult> trained = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    Tally tally = work.before();
    long reported = clock.millis();
    int next = work.from();
    while (next < work.to() && !stop) {
      int index = next++;
      long begin = System.nanoTime();
      boolean ok = false;
      try {
        RunResult result = lane.call(Priority.SAMPLE, () -> open.use(task, work.spec()).run(index));
        if (result instanceof SampleResult sample) {
          results.add(sample);
        } else if (result instanceof TrainingResult piece) {
          trained.add(piece);
        }
        ok = true;
      } catch (TaskException
          | InterruptedException
          | CancellationException
          | RejectedExecutionException e) {
        throw e; // the run's end, or the process's: not the sample's fault
      } catch (Exception e) {
        log.warn("Sample {} of {} failed", index, work.id(), e);
        failures.add(new Failure(index, message(e), millisSince(begin)));
      }
      tally = tally.plus(ok, millisSince(begin));
      if (clock.millis() - reported >= PROGRESS_MILLIS) {
        reported = clock.millis();
        journal.progress(work, tally);
      }
      stop = stopping.getAsBoolean() || journal.stopped(work);
    }
    int reached = next;
    boolean finished =
        journal.save(work, new ShardResults(results, trained, failures, reached, tally));
    if (work.spec().chained()) {
      boolean over = finished && journal.next(work.id()).isEmpty();
      if (prepared) {
        lane.call(
            Priority.SAMPLE, () -> chains.close(work, open.use(task, work.spec()), reached, over));
      } else if (over) {
        chains.forget(work.id());
      }
    }
    return finished;
  }

  /**
   * Prepares the run, piece by piece, so that people's pictures come between.
   *
   * @return false when it was to stop on the way
   */
  private boolean prepared(Task task, ShardWork work, BooleanSupplier stopping) throws Exception {
    while (!lane.call(Priority.SAMPLE, () -> prepare(task, work))) {
      if (stopping.getAsBoolean() || journal.stopped(work)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Opens the run, and does the next piece of its preparation.
   *
   * @throws TaskException whatever goes wrong: no sample could be run then
   */
  private boolean prepare(Task task, ShardWork work) {
    try {
      return open.use(task, work.spec()).prepare();
    } catch (TaskException e) {
      throw e;
    } catch (RuntimeException e) {
      log.warn("{} cannot be prepared", work.id(), e);
      throw new TaskException(message(e), e);
    }
  }

  /**
   * Brings a chain to the shard's first sample. Where its file is lost the samples before are run
   * again, to the same numbers; their results are written already.
   *
   * @return false when it was to stop on the way
   */
  private boolean caughtUp(Task task, ShardWork work, BooleanSupplier stopping) throws Exception {
    int next = lane.call(Priority.SAMPLE, () -> chains.open(work, open.use(task, work.spec())));
    while (next < work.from()) {
      if (stopping.getAsBoolean() || journal.stopped(work)) {
        return false;
      }
      int index = next++;
      try {
        lane.call(Priority.SAMPLE, () -> open.use(task, work.spec()).run(index));
      } catch (TaskException
          | InterruptedException
          | CancellationException
          | RejectedExecutionException e) {
        throw e;
      } catch (Exception e) {
        log.debug("Sample {} of {} failed again", index, work.id(), e);
      }
    }
    return true;
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    String text = message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    text = text.replaceAll("\\p{Cntrl}+", " "); // not every database keeps them
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE - 3) + "...";
  }
}
