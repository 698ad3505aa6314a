package dev.attune.dataset.icons;

import java.awt.BasicStroke;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** The traces a movement leaves in a still picture: where the thing was, faint, and speed lines. */
final class MotionTrace {

  private static final int GHOSTS = 3;

  private MotionTrace() {}

  static void draw(Canvas canvas, Path2D outline, Pose thing, int ink, Motion motion) {
    for (int i = GHOSTS; i >= 1; i--) {
      double alpha = 0.45 / i;
      switch (motion) {
        case LEFT -> ghost(canvas, outline, thing.moved(i * 0.22, 0, 1, 0), ink, alpha);
        case RIGHT -> ghost(canvas, outline, thing.moved(-i * 0.22, 0, 1, 0), ink, alpha);
        case UP -> ghost(canvas, outline, thing.moved(0, i * 0.22, 1, 0), ink, alpha);
        case DOWN -> ghost(canvas, outline, thing.moved(0, -i * 0.22, 1, 0), ink, alpha);
        case TURN -> ghost(canvas, outline, thing.moved(0, 0, 1, -i * 0.45), ink, alpha);
        case GROW -> ring(canvas, outline, thing.moved(0, 0, 1 + 0.16 * i, 0), ink, alpha);
        case SHRINK -> ghost(canvas, outline, thing.moved(0, 0, 1 + 0.2 * i, 0), ink, alpha * 0.7);
        case APPEAR -> rays(canvas, thing, i, ink);
      }
    }
    switch (motion) {
      case LEFT -> lines(canvas, thing, 1, 0, ink);
      case RIGHT -> lines(canvas, thing, -1, 0, ink);
      case UP -> lines(canvas, thing, 0, 1, ink);
      case DOWN -> lines(canvas, thing, 0, -1, ink);
      default -> {}
    }
  }

  private static void ghost(Canvas canvas, Path2D outline, Pose at, int ink, double alpha) {
    canvas.fill(at.placed(outline), ink, alpha);
  }

  private static void ring(Canvas canvas, Path2D outline, Pose at, int ink, double alpha) {
    canvas.stroke(at.placed(outline), new BasicStroke(1), ink, alpha);
  }

  /** Three speed lines behind a thing that came from the direction (dx, dy). */
  private static void lines(Canvas canvas, Pose thing, int dx, int dy, int ink) {
    double from = 0.75 * thing.side();
    double to = 1.25 * thing.side();
    for (int i = -1; i <= 1; i++) {
      double aside = 0.3 * i * thing.side();
      canvas.stroke(
          new Line2D.Double(
              thing.x() + dx * from + dy * aside,
              thing.y() + dy * from + dx * aside,
              thing.x() + dx * to + dy * aside,
              thing.y() + dy * to + dx * aside),
          new BasicStroke(1.4f),
          ink,
          0.8);
    }
  }

  /** Four short rays around a thing that comes into view, one group nearer than the next. */
  private static void rays(Canvas canvas, Pose thing, int ring, int ink) {
    double at = (0.5 + 0.1 * ring) * thing.side();
    for (int sx = -1; sx <= 1; sx += 2) {
      for (int sy = -1; sy <= 1; sy += 2) {
        canvas.stroke(
            new Line2D.Double(
                thing.x() + sx * at,
                thing.y() + sy * at,
                thing.x() + sx * (at + 1.5),
                thing.y() + sy * (at + 1.5)),
            new BasicStroke(1.2f),
            ink,
            0.3 + 0.2 * ring);
      }
    }
  }
}
