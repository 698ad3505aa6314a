package dev.attune.task;

/** Takes what a run gives. */
public interface Results {

  void sample(SampleResult result);

  /** Of a training. */
  void piece(TrainingResult result);

  /**
   * A sample that could not be run.
   *
   * @param place in the run
   * @param index within the set
   */
  void failure(int place, int index, Exception reason, double millis);
}
