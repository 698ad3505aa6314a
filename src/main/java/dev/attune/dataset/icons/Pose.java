package dev.attune.dataset.icons;

import java.awt.Shape;
import java.awt.geom.Path2D;

/**
 * Where and how a thing is drawn.
 *
 * @param x centre, pixels from the left
 * @param y centre, pixels from the top
 * @param side longer side, in pixels
 * @param tilt in radians, clockwise
 * @param alpha 0 (unseen) to 1
 */
record Pose(double x, double y, double side, double tilt, double alpha) {

  /** The thing's outline as it lies there. */
  Shape placed(Path2D outline) {
    return Canvas.placed(outline, x, y, side, tilt);
  }

  /** Some of its sides further to the right and down, larger, and turned. */
  Pose moved(double sidesRight, double sidesDown, double scale, double turn) {
    return new Pose(x + sidesRight * side, y + sidesDown * side, scale * side, tilt + turn, alpha);
  }
}
