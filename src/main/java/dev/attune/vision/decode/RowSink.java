package dev.attune.vision.decode;

import dev.attune.vision.Size;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.function.Consumer;
import javax.imageio.ImageTypeSpecifier;

/** Where a reader writes a picture, row by row from top to bottom, and which keeps one row only. */
final class RowSink extends WritableRaster {
  private final BufferedImage row;
  private final Consumer<BufferedImage> rows;
  private int passes;
  private int at;

  private RowSink(ImageTypeSpecifier type, Size size, int passes, Consumer<BufferedImage> rows) {
    super(type.getSampleModel(size.width(), size.height()), noData(type), new Point());
    row = type.createBufferedImage(size.width(), 1);
    this.passes = passes;
    this.rows = rows;
  }

  /** Pixels lie nowhere: whatever would look for them fails. */
  private static DataBuffer noData(ImageTypeSpecifier type) {
    return type.getSampleModel(1, 1).createDataBuffer();
  }

  /**
   * A picture to read into.
   *
   * @param passes how often the reader goes over the picture; only the last counts
   * @param rows is given each row, which is then written over
   */
  static BufferedImage picture(
      ImageTypeSpecifier type, Size size, int passes, Consumer<BufferedImage> rows) {
    RowSink sink = new RowSink(type, size, passes, rows);
    return new BufferedImage(type.getColorModel(), sink, false, null);
  }

  /** Gives the last row, once all is read. */
  static void end(BufferedImage picture) {
    RowSink sink = (RowSink) picture.getRaster();
    if (sink.passes != 1) {
      throw new IllegalStateException("%d passes are missing".formatted(sink.passes - 1));
    }
    sink.rows.accept(sink.row);
  }

  @Override
  public void setRect(int x, int y, Raster part) {
    for (int i = 0; i < part.getHeight(); i++) {
      turnTo(y + i);
      row.getRaster().setRect(x, -i, part); // what lies outside of the row is cut off
    }
  }

  @Override
  public void setDataElements(int x, int y, Raster part) {
    setRect(x, y, part);
  }

  @Override
  public void setPixel(int x, int y, int[] pixel) {
    turnTo(y);
    row.getRaster().setPixel(x, 0, pixel);
  }

  private void turnTo(int y) {
    if (y == at) {
      return;
    }
    if (y == 0 && at == getHeight() - 1 && passes > 1) {
      passes--;
    } else if (y != at + 1) {
      throw new IllegalStateException("row %d comes after row %d".formatted(y, at));
    } else if (passes == 1) {
      rows.accept(row);
    }
    at = y;
  }
}
