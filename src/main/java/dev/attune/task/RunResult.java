package dev.attune.task;

/** What one sample, or one piece, of a run gave. */
public sealed interface RunResult permits SampleResult, TrainingResult {

  /** Files it where it belongs. */
  void into(Results results);
}
