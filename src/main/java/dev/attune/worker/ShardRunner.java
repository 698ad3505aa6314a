package dev.attune.worker;

import dev.attune.task.SampleResult;
import dev.attune.task.Task;
import dev.attune.task.TaskException;
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
  private final OpenRun open = new OpenRun();
  private final Clock clock = Clock.systemUTC();

  ShardRunner(
      List<Task> tasks,
      ShardJournal journal,
      ComputeLane lane,
      ComputeEngine engine,
      WorkerRegistry registry) {
    this.tasks = tasks.stream().collect(Collectors.toMap(Task::id, Function.identity()));
    this.journal = journal;
    this.lane = lane;
    this.engine = engine;
    this.registry = registry;
    lane.whenIdle(open::close);
  }

  /**
   * Runs what is left of a shard.
   *
   * @param stopping whether this process is to stop; looked at between samples
   * @return false when the rest was handed back
   */
  boolean run(ShardId id, BooleanSupplier stopping) throws Exception {
    registry.working(id);
    try {
      EngineInfo info = lane.call(Priority.SAMPLE, engine::start);
      registry.engine(info);
      ShardWork work = journal.begin(id, registry.id(), info).orElse(null);
      boolean finished = work == null || run(work, stopping);
      if (finished) {
        journal.settle(id);
      }
      return finished;
    } catch (TaskException e) {
      journal.fail(id, message(e));
      return true;
    } finally {
      registry.working(null);
    }
  }

  private boolean run(ShardWork work, BooleanSupplier stopping) throws Exception {
    Task task = tasks.get(work.task());
    if (task == null) {
      throw new TaskException("this worker does not know the task " + work.task());
    }
    lane.call(Priority.SAMPLE, () -> open.use(task, work.spec()));
    List<SampleResult> results = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    Tally tally = work.before();
    long reported = clock.millis();
    int next = work.from();
    boolean stop = false;
    while (next < work.to() && !stop) {
      int index = next++;
      long begin = System.nanoTime();
      boolean ok = false;
      try {
        results.add(lane.call(Priority.SAMPLE, () -> open.use(task, work.spec()).run(index)));
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
    return journal.save(work, new ShardResults(results, failures, next, tally));
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
