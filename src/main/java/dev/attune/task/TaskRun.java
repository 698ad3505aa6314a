package dev.attune.task;

/** An opened {@link TaskSpec}: runs its samples one by one, in any order. Not thread-safe. */
public interface TaskRun extends AutoCloseable {

  /** Runs one sample; everything it adapted is reset before it returns. */
  SampleResult run(int index);

  @Override
  void close();
}
