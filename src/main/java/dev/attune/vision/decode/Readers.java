package dev.attune.vision.decode;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** The decoders of the formats. */
final class Readers {
  private static final String PLAIN_JPEG = "com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi";

  static {
    // By hand, since the registry looks for plugins only on the class path of the thread that
    // happens to wake it.
    IIORegistry registry = IIORegistry.getDefaultInstance();
    registry.registerServiceProvider(new JPEGImageReaderSpi(), ImageReaderSpi.class);
    registry.registerServiceProvider(new TIFFImageReaderSpi(), ImageReaderSpi.class);
  }

  private Readers() {}

  /**
   * A new reader.
   *
   * @param name of the picture, for messages
   * @param plain whether of a JPEG it is Java's own, which knows least and gives row after row
   */
  static ImageReader of(String name, PictureFormat format, boolean plain) {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    try {
      return switch (format) {
        case JPEG ->
            plain
                ? registry
                    .getServiceProviders(
                        ImageReaderSpi.class, s -> s.getClass().getName().equals(PLAIN_JPEG), false)
                    .next()
                    .createReaderInstance()
                : provider(registry, JPEGImageReaderSpi.class).createReaderInstance();
        case TIFF -> provider(registry, TIFFImageReaderSpi.class).createReaderInstance();
        case WEBP -> Webp.reader(name);
        default ->
            ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT)).next();
      };
    } catch (IOException e) {
      throw new IllegalStateException("no reader of " + format, e);
    }
  }

  private static ImageReaderSpi provider(
      IIORegistry registry, Class<? extends ImageReaderSpi> type) {
    return Objects.requireNonNull(registry.getServiceProviderByClass(type), type.getName());
  }
}
