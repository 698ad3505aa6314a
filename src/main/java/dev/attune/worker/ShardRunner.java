package dev.attune.worker;

import dev.attune.storage.Outage;
import dev.attune.task.Results;
import dev.attune.task.RunSpec;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TrainingResult;
import dev.attune.worker.ComputeLane.Priority;
import dev.attune.worker.ShardResults.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs a shard's samples one by one on the compute lane and hands the results to the journal. */
@Component
class ShardRunner {
  private static final Logger log = LoggerFactory.getLogger(ShardRunner.class);
  private static final long PROGRESS_MILLIS = 1000;
  private static final int MAX_MESSAGE = 500;

  private final ShardJournal journal;
  private final ComputeLane lane;
  private final ComputeEngine engine;
  private final WorkerRegistry registry;
  private final ChainStates chains;
  private final OpenRun open = new OpenRun();
  private final Clock clock = Clock.systemUTC();
  private volatile boolean busy;

  ShardRunner(
      ShardJournal journal,
      ComputeLane lane,
      ComputeEngine engine,
      WorkerRegistry registry,
      ChainStates chains) {
    this.journal = journal;
    this.lane = lane;
    this.engine = engine;
    this.registry = registry;
    this.chains = chains;
    lane.whenIdle(this::closeUnlessBusy);
  }

  /** Whether this worker has all that a shard needs. */
  boolean takes(ShardId id) {
    return journal.isFor(id);
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
      journal.spec(id).ifPresent(RunSpec::readInstalled);
      ShardWork work = journal.begin(id, registry.id(), info).orElse(null);
      boolean finished = work == null || runOrHandBack(work, stopping);
      if (finished) {
        journal.settle(id);
      }
      return finished;
    } catch (TaskException e) {
      if (Outage.behind(e).isPresent()) {
        throw e;
      }
      journal.fail(id, message(e));
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

  /** Over a full disk a shard is handed back as it was; nobody is to blame. */
  private boolean runOrHandBack(ShardWork work, BooleanSupplier stopping) throws Exception {
    try {
      return run(work, stopping);
    } catch (Exception e) {
      if (Outage.behind(e).isPresent()) {
        journal.save(work, new Gathered(work).results(work.from()), null);
      }
      throw e;
    }
  }

  private boolean run(ShardWork work, BooleanSupplier stopping) throws Exception {
    RunSpec spec = work.spec();
    boolean prepared = prepared(work, stopping);
    boolean stop = !prepared || !caughtUp(work, stopping);
    Gathered gathered = new Gathered(work);
    long reported = clock.millis();
    int next = work.from();
    while (next < work.to() && !stop) {
      int from = next;
      next = lane.call(Priority.SAMPLE, () -> batch(spec, from, work.to(), gathered));
      if (clock.millis() - reported >= PROGRESS_MILLIS) {
        reported = clock.millis();
        journal.progress(work, gathered.tally);
      }
      stop = stopping.getAsBoolean() || journal.stopped(work);
    }
    while (!stop && !settled(spec, work.to(), gathered)) {
      journal.progress(work, gathered.tally);
      stop = stopping.getAsBoolean() || journal.stopped(work);
    }
    int ran = next;
    int reached =
        spec.chained() && prepared
            ? lane.call(Priority.SAMPLE, () -> chains.reached(open.use(spec), work.from(), ran))
            : ran;
    // what a training learned is in the model that it made
    boolean keeps = reached < work.to() || !work.last() || !work.trains();
    Path state =
        spec.chained() && prepared && keeps
            ? lane.call(Priority.SAMPLE, () -> chains.save(open.use(spec), reached))
            : null;
    try {
      return journal.save(work, gathered.results(reached), state);
    } finally {
      if (state != null) {
        Files.deleteIfExists(state);
      }
    }
  }

  /** Runs the samples that belong together; returns one past the last of them. */
  private int batch(RunSpec spec, int from, int end, Results results) {
    TaskRun run = open.use(spec);
    int to = run.batchEnd(from, end);
    run.run(from, to, results);
    return to;
  }

  /** Gives the results before one that wait for others, or runs the next of these. */
  private boolean settled(RunSpec spec, int to, Results results) throws Exception {
    return lane.call(Priority.SAMPLE, () -> open.use(spec).settled(to, results));
  }

  /** What a shard gives, sample by sample. */
  private static final class Gathered implements Results {
    private final ShardWork work;
    private final List<SampleResult> samples = new ArrayList<>();
    private final List<TrainingResult> pieces = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private Tally tally;

    Gathered(ShardWork work) {
      this.work = work;
      tally = work.before();
    }

    @Override
    public void sample(SampleResult result) {
      samples.add(result);
      tally = tally.plus(true, result.millis());
    }

    @Override
    public void piece(TrainingResult result) {
      pieces.add(result);
      tally = tally.plus(true, result.millis());
    }

    @Override
    public void failure(int place, int index, Exception reason, double millis) {
      log.warn("Sample {} of {} failed", index, work.id(), reason);
      failures.add(new Failure(place, index, message(reason), millis));
      tally = tally.plus(false, millis);
    }

    ShardResults results(int reached) {
      return new ShardResults(samples, pieces, failures, reached, tally);
    }
  }

  /** Takes nothing: what comes of samples that are run again is known. */
  private record Again(ShardWork work) implements Results {
    @Override
    public void sample(SampleResult result) {}

    @Override
    public void piece(TrainingResult result) {}

    @Override
    public void failure(int place, int index, Exception reason, double millis) {
      log.debug("Sample {} of {} failed again", index, work.id(), reason);
    }
  }

  /**
   * Prepares the run, piece by piece, so that people's pictures come between.
   *
   * @return false when it was to stop on the way
   */
  private boolean prepared(ShardWork work, BooleanSupplier stopping) throws Exception {
    while (!lane.call(Priority.SAMPLE, () -> prepare(work))) {
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
  private boolean prepare(ShardWork work) {
    try {
      return open.use(work.spec()).prepare();
    } catch (TaskException e) {
      throw e;
    } catch (RuntimeException e) {
      log.warn("{} cannot be prepared", work.id(), e);
      throw new TaskException(message(e), e);
    }
  }

  /**
   * Brings a chain to the shard's first sample. Where its state is lost the samples before are run
   * again, to the same numbers; their results are written already.
   *
   * @return false when it was to stop on the way
   */
  private boolean caughtUp(ShardWork work, BooleanSupplier stopping) throws Exception {
    int next = lane.call(Priority.SAMPLE, () -> chains.open(work, open.use(work.spec())));
    Again again = new Again(work);
    while (next < work.from()) {
      if (stopping.getAsBoolean() || journal.stopped(work)) {
        return false;
      }
      int from = next;
      next = lane.call(Priority.SAMPLE, () -> batch(work.spec(), from, work.from(), again));
    }
    while (!settled(work.spec(), work.from(), again)) {
      if (stopping.getAsBoolean() || journal.stopped(work)) {
        return false;
      }
    }
    return true;
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    String text = message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    text = text.replaceAll("\\p{Cntrl}+", " "); // not every database keeps them
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE - 3) + "...";
  }
}
