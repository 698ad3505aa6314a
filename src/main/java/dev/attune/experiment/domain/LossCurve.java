package dev.attune.experiment.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the loss of a training went, in nats.
 *
 * @param training means over equal spans of steps
 * @param validation after each epoch, on samples that are not learned from
 * @param examplesPerSecond lately, without validation; null before the first step is written
 */
public record LossCurve(
    List<Point> training, List<Point> validation, @Nullable Double examplesPerSecond) {

  /**
   * A point of a curve.
   *
   * @param step steps done
   * @param recall of a validation, 0 to 1; null where there is none
   */
  public record Point(int step, double loss, @Nullable Double recall) {

    /** Without recall. */
    public Point(int step, double loss) {
      this(step, loss, null);
    }
  }

  /**
   * What one piece of a training gave.
   *
   * @param step steps done
   * @param validation whether the loss is of samples that are not learned from
   * @param recall of a validation, 0 to 1; null where there is none
   */
  public record Entry(
      int step, boolean validation, double loss, @Nullable Double recall, double millis) {}
}
