package dev.attune.vision.decode;

import dev.attune.vision.RgbImage;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * Takes the stored samples of a decoded picture. Java2D would run them through their colour space,
 * which changes greys and everything with a profile; Pillow does not.
 */
final class Pixels {
  private Pixels() {}

  /**
   * Copies a picture.
   *
   * @param onWhite whether transparent pixels let white through; else transparency is dropped
   */
  static RgbImage of(BufferedImage image, boolean onWhite) {
    ColorModel model = image.getColorModel();
    int w = image.getWidth();
    int h = image.getHeight();
    byte[] out = new byte[3 * w * h];
    int[] argb = new int[w];
    for (int y = 0; y < h; y++) {
      if (model instanceof IndexColorModel) {
        image.getRGB(0, y, w, 1, argb, 0, w);
      } else if (model instanceof DirectColorModel direct) {
        packed(image.getRaster(), direct, y, argb);
      } else {
        samples(image.getRaster(), model, y, argb);
      }
      for (int x = 0; x < w; x++) {
        int alpha = onWhite ? argb[x] >>> 24 : 255;
        int o = 3 * (y * w + x);
        out[o] = over(argb[x] >> 16, alpha);
        out[o + 1] = over(argb[x] >> 8, alpha);
        out[o + 2] = over(argb[x], alpha);
      }
    }
    return new RgbImage(w, h, out);
  }

  /** Whether anything shows through. */
  static boolean transparent(BufferedImage image) {
    if (!image.getColorModel().hasAlpha()) {
      return false;
    }
    int[] argb = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
      if (Arrays.stream(argb).anyMatch(pixel -> pixel >>> 24 != 255)) {
        return true;
      }
    }
    return false;
  }

  private static byte over(int value, int alpha) {
    int level = value & 0xff;
    return (byte) (alpha == 255 ? level : (level * alpha + 255 * (255 - alpha) + 127) / 255);
  }

  /** One row of a picture with all its samples in one number; few bits are scaled as in Pillow. */
  private static void packed(Raster raster, DirectColorModel model, int y, int[] argb) {
    int[] row = raster.getPixels(0, y, argb.length, 1, (int[]) null);
    int[] bits = model.getComponentSize();
    for (int x = 0; x < argb.length; x++) {
      int pixel = bits.length == 4 ? level(row, 4 * x + 3, bits[3]) : 255;
      for (int band = 0; band < 3; band++) {
        pixel = pixel << 8 | level(row, bits.length * x + band, bits[band]);
      }
      argb[x] = pixel;
    }
  }

  private static int level(int[] row, int i, int bits) {
    return row[i] * 255 / ((1 << bits) - 1);
  }

  /** One row of a picture with one sample a band; of 16 bits the upper 8 are taken. */
  private static void samples(Raster raster, ColorModel model, int y, int[] argb) {
    int bands = raster.getNumBands();
    int[] row = raster.getPixels(0, y, argb.length, 1, (int[]) null);
    int shift = Math.max(0, model.getComponentSize(0) - 8);
    int colours = model.hasAlpha() ? bands - 1 : bands;
    boolean inks = model.getColorSpace().getType() == ColorSpace.TYPE_CMYK;
    for (int x = 0; x < argb.length; x++) {
      int i = bands * x;
      if (inks) {
        argb[x] =
            JpegColours.argb(
                row[i] >> shift, row[i + 1] >> shift, row[i + 2] >> shift, row[i + 3] >> shift);
        continue;
      }
      int red = row[i] >> shift;
      int green = colours >= 3 ? row[i + 1] >> shift : red;
      int blue = colours >= 3 ? row[i + 2] >> shift : red;
      int alpha = model.hasAlpha() ? row[i + bands - 1] >> shift : 255;
      argb[x] = alpha << 24 | red << 16 | green << 8 | blue;
    }
  }
}
