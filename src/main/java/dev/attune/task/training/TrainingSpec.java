package dev.attune.task.training;

import dev.attune.task.RunSpec;
import dev.attune.task.TaskRun;

/**
 * A training with every value decided.
 *
 * @param limit samples, from the set's start, that are learned from
 * @param model what is trained for
 */
public record TrainingSpec<O extends Record>(
    Trainer<O> trainer,
    O options,
    String dataset,
    int limit,
    long seed,
    String model,
    Workshop shop)
    implements RunSpec {

  @Override
  public String type() {
    return trainer.id();
  }

  @Override
  public boolean chained() {
    return true;
  }

  @Override
  public int samples() {
    return trainer.pieces(this);
  }

  @Override
  public int batchEnd(int from, int end) {
    return from + 1;
  }

  @Override
  public void readInstalled() {}

  @Override
  public TaskRun open() {
    return trainer.open(this);
  }
}
