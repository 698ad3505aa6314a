package dev.attune.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Picture files as people bring them. */
public final class TestPictures {
  private TestPictures() {}

  /** An opaque picture of one colour with a disc, as a PNG. */
  public static byte[] png(int width, int height) {
    return encoded(painted(width, height, BufferedImage.TYPE_INT_RGB), "png");
  }

  public static byte[] jpeg(int width, int height) {
    return encoded(painted(width, height, BufferedImage.TYPE_INT_RGB), "jpg");
  }

  public static byte[] transparentPng(int width, int height) {
    return encoded(painted(width, height, BufferedImage.TYPE_INT_ARGB), "png");
  }

  /** A PNG whose header claims more pixels than there are. */
  public static byte[] pngClaiming(int width, int height) {
    byte[] png = png(4, 4);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    return png;
  }

  /** A GIF of two frames. */
  public static byte[] animatedGif(int width, int height) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int frame = 0; frame < 2; frame++) {
        BufferedImage image = painted(width, height, BufferedImage.TYPE_BYTE_INDEXED);
        writer.writeToSequence(
            new IIOImage(
                image, null, writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null)),
            null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A PNG with the chunk that announces an animation, before its pixels. */
  public static byte[] animatedPng(int width, int height) {
    byte[] png = png(width, height);
    byte[] body = new byte[12];
    ByteBuffer.wrap(body).put("acTL".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(0);
    CRC32 crc = new CRC32();
    crc.update(body);
    int header = 8 + 25; // signature and IHDR
    return ByteBuffer.allocate(png.length + 20)
        .put(png, 0, header)
        .putInt(8)
        .put(body)
        .putInt((int) crc.getValue())
        .put(png, header, png.length - header)
        .array();
  }

  /** A JPEG with EXIF's orientation after its start: an APP1 segment with the one tag. */
  public static byte[] jpegTurned(int width, int height, int orientation) {
    byte[] jpeg = jpeg(width, height);
    ByteBuffer segment = ByteBuffer.allocate(36);
    segment
        .putShort((short) 0xffe1)
        .putShort((short) 34)
        .put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII));
    segment.putInt(8).putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    segment.putShort((short) orientation).putShort((short) 0).putInt(0);
    return ByteBuffer.allocate(jpeg.length + 36)
        .put(jpeg, 0, 2)
        .put(segment.array())
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  private static BufferedImage painted(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D g = image.createGraphics();
    if (type != BufferedImage.TYPE_INT_ARGB) {
      g.setColor(new Color(0xf2e7c9));
      g.fillRect(0, 0, width, height);
    }
    g.setColor(new Color(0x2f6fde));
    g.fillOval(width / 4, height / 4, width / 2, height / 2);
    g.dispose();
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
