package dev.attune.train;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears how a training goes. */
public interface EpochLog {

  /** After every step. */
  void progress(Progress progress);

  /**
   * After every epoch.
   *
   * @param epoch counted from 1
   * @param loss of the validation
   * @param recall of the validation, 0 to 1; null where there is none
   */
  void validated(int epoch, double loss, @Nullable Double recall);

  /**
   * Where a training stands.
   *
   * @param step steps done
   * @param loss of the step
   * @param examplesPerSecond since the start, or since the training was resumed
   * @param left time, at this speed
   */
  record Progress(int step, int steps, double loss, double examplesPerSecond, Duration left) {}
}
