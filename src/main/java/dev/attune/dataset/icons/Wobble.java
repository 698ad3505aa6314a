package dev.attune.dataset.icons;

import java.awt.Shape;
import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

/** Redraws contours as an unsteady hand would. */
final class Wobble {

  private static final double STEP = 3.5;

  private Wobble() {}

  /**
   * The shape's contours as polylines whose points stray from the line.
   *
   * @param amount standard deviation of the straying, in pixels
   */
  static Path2D of(Shape shape, PictureRandom random, double amount) {
    Path2D.Double out = new Path2D.Double();
    double[] p = new double[6];
    double startX = 0;
    double startY = 0;
    double x = 0;
    double y = 0;
    for (PathIterator it = new FlatteningPathIterator(shape.getPathIterator(null), 0.4, 6);
        !it.isDone();
        it.next()) {
      int kind = it.currentSegment(p);
      if (kind == PathIterator.SEG_MOVETO) {
        startX = p[0];
        startY = p[1];
        out.moveTo(stray(random, startX, amount), stray(random, startY, amount));
      } else {
        double toX = kind == PathIterator.SEG_CLOSE ? startX : p[0];
        double toY = kind == PathIterator.SEG_CLOSE ? startY : p[1];
        double length = Math.sqrt((toX - x) * (toX - x) + (toY - y) * (toY - y));
        int parts = (int) (length / STEP) + 1;
        for (int i = 1; i <= parts && length > 0; i++) {
          double t = (double) i / parts;
          out.lineTo(
              stray(random, x + t * (toX - x), amount), stray(random, y + t * (toY - y), amount));
        }
        p[0] = toX;
        p[1] = toY;
      }
      x = p[0];
      y = p[1];
    }
    return out;
  }

  private static double stray(PictureRandom random, double v, double amount) {
    return v + amount * random.gaussian();
  }
}
