package dev.attune.dataset.icons;

import dev.attune.vision.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** JPEG's losses. */
final class JpegCodec {

  private JpegCodec() {}

  /** Writes the picture as a JPEG of the given quality, 0 to 1, and reads it back. */
  static RgbImage squeeze(RgbImage image, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image.toBufferedImage(), null, null), settings);
      out.flush();
      BufferedImage back =
          ImageIO.read(
              new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      return RgbImage.of(Objects.requireNonNull(back, "JPEG written here cannot be read"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot squeeze a picture as JPEG", e);
    } finally {
      writer.dispose();
    }
  }
}
