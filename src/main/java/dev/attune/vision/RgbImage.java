package dev.attune.vision;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * An 8-bit RGB picture.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param data interleaved RGB, row by row from the top left, {@code 3 * width * height} bytes; not
 *     copied
 */
@SuppressWarnings("ArrayRecordComponent") // pictures are compared nowhere; a copy would cost
public record RgbImage(int width, int height, byte[] data) {

  public RgbImage {
    if (width < 1 || height < 1 || data.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "a %d x %d picture needs %d bytes, got %d"
              .formatted(width, height, 3L * width * height, data.length));
    }
  }

  /** The red, green or blue value (channel 0, 1, 2) at a pixel, 0 to 255. */
  public int at(int x, int y, int channel) {
    return data[3 * (y * width + x) + channel] & 0xff;
  }

  /** The same with rows as columns. */
  RgbImage transposed() {
    byte[] turned = new byte[data.length];
    for (int x = 0, to = 0; x < width; x++) {
      for (int from = 3 * x; from < data.length; from += 3 * width) {
        turned[to++] = data[from];
        turned[to++] = data[from + 1];
        turned[to++] = data[from + 2];
      }
    }
    return new RgbImage(height, width, turned);
  }

  /**
   * In the middle of a square of {@code side} pixels, which is nowhere smaller, on a grey level.
   */
  RgbImage padded(int side, int level) {
    byte[] square = new byte[3 * side * side];
    Arrays.fill(square, (byte) level);
    int left = (side - width) / 2;
    int top = (side - height) / 2;
    for (int y = 0; y < height; y++) {
      System.arraycopy(data, 3 * y * width, square, 3 * ((top + y) * side + left), 3 * width);
    }
    return new RgbImage(side, side, square);
  }

  /** Copies a Java2D picture; transparency is ignored. */
  public static RgbImage of(BufferedImage image) {
    int w = image.getWidth();
    int h = image.getHeight();
    int[] argb = image.getRGB(0, 0, w, h, null, 0, w);
    byte[] data = new byte[3 * w * h];
    for (int i = 0; i < argb.length; i++) {
      data[3 * i] = (byte) (argb[i] >> 16);
      data[3 * i + 1] = (byte) (argb[i] >> 8);
      data[3 * i + 2] = (byte) argb[i];
    }
    return new RgbImage(w, h, data);
  }

  /** A copy as a Java2D picture of type {@code TYPE_INT_RGB}. */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] argb = new int[width * height];
    for (int i = 0; i < argb.length; i++) {
      argb[i] =
          (data[3 * i] & 0xff) << 16 | (data[3 * i + 1] & 0xff) << 8 | (data[3 * i + 2] & 0xff);
    }
    image.setRGB(0, 0, width, height, argb, 0, width);
    return image;
  }
}
