package dev.attune.experiment;

import dev.attune.experiment.domain.ShardScores;
import dev.attune.problem.UnknownNameException;
import dev.attune.task.Results;
import dev.attune.task.RunSpec;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskException;
import dev.attune.task.TaskRun;
import dev.attune.task.TrainingResult;
import dev.attune.weights.WeightsException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All samples of a run, one after the other, in each of its orders. */
final class LocalRun implements Results {
  /** Samples whose results are held at a time; beyond, only their scores are. */
  private static final int BATCH = 500;

  private final List<SampleResult> batch = new ArrayList<>();
  private final List<ShardScores> orders = new ArrayList<>();
  private ShardScores scores = ShardScores.NONE;
  private int failed;
  private int unadapted;
  private @Nullable String firstFailure;

  private LocalRun() {}

  /** Takes a run whose first order is done, with how many of its samples failed. */
  @FunctionalInterface
  interface Done {
    void with(TaskRun run, int failed);
  }

  /**
   * Runs all of it.
   *
   * @throws TaskException when it cannot start or no sample could be run
   */
  static LocalScores of(RunSpec work, LocalExperiments.Progress progress, Done done) {
    LocalRun gathered = new LocalRun();
    double seconds;
    try (TaskRun run = work.open()) {
      while (!prepare(run)) {
        // all of it is this command's own
      }
      long start = System.nanoTime();
      for (int number = 0; number < work.orders(); number++) {
        gathered.order(run, number, work, progress);
        if (number == 0) {
          done.with(run, gathered.failed);
        }
      }
      seconds = (System.nanoTime() - start) / 1e9 / (work.samples() * work.orders());
    }
    return gathered.scores(work.samples(), seconds);
  }

  private static boolean prepare(TaskRun run) {
    try {
      return run.prepare();
    } catch (WeightsException | UnknownNameException e) {
      throw new TaskException(String.valueOf(e.getMessage()), e);
    }
  }

  private void order(TaskRun run, int number, RunSpec work, LocalExperiments.Progress progress) {
    int first = number * work.samples();
    int end = first + work.samples();
    run.chain().ifPresent(chain -> chain.restart(first));
    for (int next = first; next < end; ) {
      int to = run.batchEnd(next, end);
      run.run(next, to, this);
      next = to;
      progress.done(next, work.samples() * work.orders());
    }
    while (!run.settled(end, this)) {
      // goes on until no sample waits for another
    }
    flush();
    orders.add(scores);
    scores = ShardScores.NONE;
  }

  private void flush() {
    scores = scores.merge(ShardScores.of(batch));
    batch.clear();
  }

  @Override
  public void sample(SampleResult result) {
    batch.add(result);
    unadapted += result.adapted() ? 0 : 1;
    if (batch.size() == BATCH) {
      flush();
    }
  }

  @Override
  public void piece(TrainingResult result) {
    throw new IllegalStateException("a training is no experiment of this command");
  }

  @Override
  public void failure(int place, int index, Exception reason, double millis) {
    failed++;
    firstFailure = firstFailure == null ? "sample %d: %s".formatted(index, reason) : firstFailure;
  }

  private LocalScores scores(int samples, double seconds) {
    if (ShardScores.common(orders).get(0).isEmpty()) {
      throw new TaskException("Every sample failed; the first one: " + firstFailure);
    }
    return new LocalScores(orders, samples, failed, unadapted, firstFailure, seconds);
  }
}
