package dev.attune.train;

import java.time.Duration;

/** Hears how the training of a mapping network goes. */
public interface CaptionTrainingLog {

  /** After every step. */
  void progress(Progress progress);

  /**
   * After every epoch.
   *
   * @param epoch counted from 1
   * @param loss mean cross-entropy of a token over the validation captions, without noise
   */
  void validated(int epoch, double loss);

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
