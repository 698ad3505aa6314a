package dev.attune.train;

/** Hears how a training goes. */
@FunctionalInterface
public interface TrainingLog {

  /**
   * Called now and then.
   *
   * @param step steps done
   * @param loss mean since the last call
   * @param examplesPerSecond since the last call
   */
  void progress(int step, int steps, double loss, double examplesPerSecond);
}
