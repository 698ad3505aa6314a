package dev.attune.playground.web;

import dev.attune.task.Episode;
import java.util.Objects;

/**
 * Bars for rewards, to the left and to the right of zero, on a scale that all steps share.
 *
 * @param largest reward of any candidate, without its sign
 */
public record RewardBars(double largest) {
  private static final double HALF = 60;

  static RewardBars of(Episode episode) {
    double largest =
        episode.steps().stream()
            .flatMap(s -> s.candidates().stream())
            .mapToDouble(c -> Math.abs(Objects.requireNonNullElse(c.reward(), 0.0)))
            .max()
            .orElse(0);
    return new RewardBars(largest);
  }

  /** Where zero is, in pixels. */
  public double zero() {
    return HALF;
  }

  /** Where a reward's bar begins. */
  public double x(double reward) {
    return reward < 0 ? HALF - width(reward) : HALF;
  }

  /** How long a reward's bar is. */
  public double width(double reward) {
    return largest == 0 ? 0 : Math.round(10 * HALF * Math.abs(reward) / largest) / 10.0;
  }
}
