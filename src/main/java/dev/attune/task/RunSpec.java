package dev.attune.task;

/** Something that workers run, with every value decided: an adaptation, or a training. */
public interface RunSpec {

  String dataset();

  long seed();

  String model();

  /** The name of the method, or of the trainer. */
  String type();

  /** Whether its samples must be run in order. */
  boolean chained();

  /** How many samples it has, or pieces of a training. */
  int samples();

  /**
   * How often all of them are run, each time in another order and with nothing learned: place p of
   * the run is in order number p / {@link #samples}.
   */
  default int orders() {
    return 1;
  }

  /**
   * One past the last of the samples that must be run together with one.
   *
   * @param from its place
   * @param end one past the last place of its order
   */
  int batchEnd(int from, int end);

  /**
   * Reads what is installed for it beside the models, where that takes its time.
   *
   * @throws TaskException when something cannot be used
   */
  void readInstalled();

  /**
   * Opens it. Call on the compute lane's thread.
   *
   * @throws TaskException when a model or data set cannot be used; its message is for people
   */
  TaskRun open();
}
