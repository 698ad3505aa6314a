package dev.attune.experiment.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the loss of a training went, in nats a token.
 *
 * @param training means over equal spans of steps
 * @param validation after each epoch, on captions that are not learned from
 * @param examplesPerSecond lately, without validation; null before the first step is written
 */
public record LossCurve(
    List<Point> training, List<Point> validation, @Nullable Double examplesPerSecond) {

  /**
   * A point of a curve.
   *
   * @param step steps done
   */
  public record Point(int step, double loss) {}

  /**
   * What one piece of a training gave.
   *
   * @param step steps done
   * @param validation whether the loss is of captions that are not learned from
   */
  public record Entry(int step, boolean validation, double loss, double millis) {}
}
