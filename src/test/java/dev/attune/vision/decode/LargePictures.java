package dev.attune.vision.decode;

import dev.attune.vision.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/** Pictures of all formats, drawn here, and headers that claim large ones. */
final class LargePictures {
  private LargePictures() {}

  /** A file of a picture with something to see at every scale. */
  static byte[] of(String format, int width, int height) throws IOException {
    int type =
        format.equals("gif") ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int band = (x / 16 + y / 32 & 7) * 30 + (y % 97 == 0 ? 40 : 0);
        image.setRGB(x, y, band << 16 | x * 255 / width << 8 | y * 255 / height);
      }
    }
    return switch (format) {
      case "tif" -> write(new IIOImage(image, null, null), format, "LZW", false);
      case "webp" -> write(new IIOImage(image, null, null), format, "Lossy", false);
      case "progressive" -> write(new IIOImage(image, null, null), "jpg", null, true);
      case "cmyk" -> write(new IIOImage(inks(image), null, null), "jpg", null, false);
      default -> write(new IIOImage(image, null, null), format, null, false);
    };
  }

  /** Three inks and a fourth. */
  private static Raster inks(BufferedImage image) {
    int width = image.getWidth();
    WritableRaster inks =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, image.getHeight(), 4, null);
    int[] row = new int[3 * width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int[] pixel = {row[3 * x], row[3 * x + 1], row[3 * x + 2], 255 - x % 200};
        inks.setPixel(x, y, pixel);
      }
    }
    return inks;
  }

  private static byte[] write(
      IIOImage image, String format, String compression, boolean progressive) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      if (compression != null) {
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionType(compression);
      }
      if (progressive) {
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(stream);
      writer.write(null, image, how);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** As a whole, by its format's usual reader. */
  static RgbImage read(byte[] file, String format) throws IOException {
    boolean jpeg = format.equals("progressive") || format.equals("cmyk");
    ImageReader reader = ImageIO.getImageReadersByFormatName(jpeg ? "jpg" : format).next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in);
      if (!format.equals("cmyk")) {
        return RgbImage.of(reader.read(0));
      }
      Raster inks = reader.readRaster(0, null);
      return new RgbImage(inks.getWidth(), inks.getHeight(), JpegColours.CMYK.toRgb(inks));
    } finally {
      reader.dispose();
    }
  }

  /** A JPEG with an APP1 segment of the one tag, after its start. */
  static byte[] withExif(byte[] jpeg, int orientation) {
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 36);
    out.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) 34);
    out.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
    out.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    out.putShort((short) orientation).putShort((short) 0).putInt(0);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** A progressive JPEG that claims to be of 8000 x 8000 pixels. */
  static byte[] progressive() throws IOException {
    byte[] jpeg = write(small(), "jpg", null, true);
    int at = 0;
    while ((jpeg[at] & 0xff) != 0xff || (jpeg[at + 1] & 0xff) != 0xc2) {
      at++;
    }
    ByteBuffer.wrap(jpeg).putShort(at + 5, (short) 8000).putShort(at + 7, (short) 8000);
    return jpeg;
  }

  /** The same as a lossless WebP. */
  static byte[] lossless() throws IOException {
    byte[] webp = write(small(), "webp", "Lossless", false);
    ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(21, 7999 << 14 | 7999);
    return webp;
  }

  private static IIOImage small() {
    return new IIOImage(new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR), null, null);
  }
}
