package dev.attune.testing;

import dev.attune.task.Results;
import dev.attune.task.SampleResult;
import dev.attune.task.TaskRun;
import dev.attune.task.TrainingResult;
import org.jspecify.annotations.Nullable;

/** Takes the result of one sample. */
public final class SingleSample implements Results {
  private @Nullable SampleResult result;
  private @Nullable Exception failure;

  private SingleSample() {}

  /** Runs one sample by itself; throws what it fails with. */
  public static SampleResult of(TaskRun run, int index) {
    SingleSample taken = new SingleSample();
    run.run(index, index + 1, taken);
    if (taken.failure instanceof RuntimeException e) {
      throw e;
    }
    if (taken.result == null) {
      throw new IllegalStateException("a sample gives a result or fails", taken.failure);
    }
    return taken.result;
  }

  /** Prepares a run, and says in how many pieces; one that cannot be prepared is closed. */
  public static int prepare(TaskRun run) {
    try {
      int pieces = 1;
      while (!run.prepare()) {
        pieces++;
      }
      return pieces;
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  @Override
  public void sample(SampleResult sample) {
    result = sample;
  }

  @Override
  public void piece(TrainingResult piece) {
    throw new IllegalStateException("a sample is no piece of a training");
  }

  @Override
  public void failure(int place, int index, Exception reason, double millis) {
    failure = reason;
  }
}
