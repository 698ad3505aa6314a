package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** A small picture being drawn. */
final class Canvas implements AutoCloseable {

  private final BufferedImage image =
      new BufferedImage(IconPainter.SIZE, IconPainter.SIZE, BufferedImage.TYPE_INT_RGB);
  private final int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  private final Graphics2D graphics = image.createGraphics();

  Canvas() {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /** The picture's pixels, 0xRRGGBB, row by row; writing them draws. */
  int[] pixels() {
    return pixels;
  }

  /** A unit outline as it lies in the picture. */
  static Shape placed(Path2D unit, double x, double y, double side, double tilt) {
    AffineTransform transform = AffineTransform.getTranslateInstance(x, y);
    transform.rotate(tilt);
    transform.scale(side, side);
    return transform.createTransformedShape(unit);
  }

  void fill(Shape shape, int rgb, double alpha) {
    ink(rgb, alpha);
    graphics.fill(shape);
  }

  void stroke(Shape shape, Stroke stroke, int rgb, double alpha) {
    ink(rgb, alpha);
    graphics.setStroke(stroke);
    graphics.draw(shape);
  }

  private void ink(int rgb, double alpha) {
    graphics.setColor(new Color(rgb));
    graphics.setComposite(
        alpha >= 1
            ? AlphaComposite.SrcOver
            : AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) alpha));
  }

  RgbImage toImage() {
    byte[] data = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      data[3 * i] = (byte) (pixels[i] >> 16);
      data[3 * i + 1] = (byte) (pixels[i] >> 8);
      data[3 * i + 2] = (byte) pixels[i];
    }
    return new RgbImage(IconPainter.SIZE, IconPainter.SIZE, data);
  }

  @Override
  public void close() {
    graphics.dispose();
  }
}
