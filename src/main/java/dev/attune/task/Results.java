package dev.attune.task;

/** Takes what a run gives. */
public interface Results {

  void sample(SampleResult result);

  /** Of a training. */
  void piece(TrainingResult result);

  /** A sample that could not be run. */
  void failure(int index, Exception reason, double millis);
}
