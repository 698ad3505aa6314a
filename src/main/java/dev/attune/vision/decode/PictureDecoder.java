package dev.attune.vision.decode;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import dev.attune.vision.Filter;
import dev.attune.vision.Resampling;
import dev.attune.vision.RgbImage;
import dev.attune.vision.RowResampler;
import dev.attune.vision.Size;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes pictures nobody here made. The kind is told by the content, and size and pixels are
 * checked before anything is decoded. Of a picture with frames the first is taken. Colour profiles
 * are ignored, as Pillow ignores them. Thread-safe.
 */
public final class PictureDecoder {
  /** In bytes. */
  public static final int MAX_BYTES = 64 << 20;

  /** Where a PNG says whether it is interlaced. */
  private static final int PNG_INTERLACE = 28;

  /** Somewhat more than the largest cameras have. */
  static final long MAX_PIXELS = 64_000_000;

  static {
    // By hand, since the registry looks for plugins only on the class path of the thread that
    // happens to wake it.
    IIORegistry registry = IIORegistry.getDefaultInstance();
    registry.registerServiceProvider(new JPEGImageReaderSpi(), ImageReaderSpi.class);
    registry.registerServiceProvider(new TIFFImageReaderSpi(), ImageReaderSpi.class);
  }

  private final boolean upload;

  private PictureDecoder(boolean upload) {
    this.upload = upload;
  }

  /**
   * As the papers' programs read data sets, with Pillow's {@code convert("RGB")}: transparency is
   * dropped, EXIF's orientation is ignored.
   */
  public static PictureDecoder forDatasets() {
    return new PictureDecoder(false);
  }

  /** As a person sees the picture: upright, and on white where it is transparent. */
  public static PictureDecoder forUploads() {
    return new PictureDecoder(true);
  }

  /**
   * Checks all that the header tells.
   *
   * @param name for messages
   * @throws PictureException when this is no picture, or too large a one
   */
  public static void check(String name, byte[] file) {
    header(name, file);
  }

  /**
   * Reads a file's bytes.
   *
   * @param name for messages, which must not show where the file lies
   * @throws PictureException when it is missing, unreadable or too large
   */
  public static byte[] read(String name, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new PictureException(name, "is larger than %d MiB".formatted(MAX_BYTES >> 20));
      }
      return bytes;
    } catch (OutOfMemoryError e) {
      throw new PictureException(name, PictureException.NO_MEMORY, e);
    } catch (NoSuchFileException e) {
      throw new PictureException(name, "the file is missing", e);
    } catch (IOException e) {
      throw new PictureException(name, "the file cannot be read", e);
    }
  }

  /**
   * Decodes a picture.
   *
   * @param name for messages
   * @throws PictureException when it cannot be decoded as a whole
   */
  public RgbImage decode(String name, byte[] file) {
    return decodeAndTell(name, file).image();
  }

  /** As {@link #decode}, and tells what was done to the picture. */
  public DecodedPicture decodeAndTell(String name, byte[] file) {
    return decodeAndTell(name, file, size -> size);
  }

  /**
   * The same of a picture that is larger than is needed. A PNG is made smaller while it is read,
   * row by row, unless it is interlaced or has to be turned.
   *
   * @param wanted the size to give a picture of a size, with the antialiased bicubic filter
   */
  public DecodedPicture decodeAndTell(String name, byte[] file, UnaryOperator<Size> wanted) {
    PictureHeader header = header(name, file);
    ImageReader reader = reader(name, header.format());
    Truncation truncation = new Truncation();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(
            new ByteArrayInputStream(
                header.format() == PictureFormat.WEBP ? new Webp(file).still() : file))) {
      reader.setInput(stream, false, true);
      reader.addIIOReadWarningListener(truncation);
      // A frame, or a second header, may claim more than the first one did.
      checkPixels(name, reader.getWidth(0), reader.getHeight(0));
      List<Peculiarity> told = new ArrayList<>();
      boolean byRows =
          header.format() == PictureFormat.PNG
              && header.orientation() == Orientation.NORMAL
              && file[PNG_INTERLACE] == 0;
      RgbImage image =
          byRows ? rows(header, reader, wanted, told) : decode(header, file, reader, told);
      if (truncation.seen) {
        throw new PictureException(name, "the file is cut off");
      }
      if (upload && Animation.of(header.format(), file, reader)) {
        told.add(header.format() == PictureFormat.TIFF ? Peculiarity.PAGES : Peculiarity.ANIMATED);
      }
      // Pillow turns TIFFs alone when it reads them.
      boolean turns = upload || header.format() == PictureFormat.TIFF;
      if (turns && header.orientation() != Orientation.NORMAL) {
        told.add(Peculiarity.TURNED);
        image = header.orientation().apply(image);
      }
      if (byRows) {
        return new DecodedPicture(image, new Size(header.width(), header.height()), told);
      }
      Size original = Size.of(image);
      Size size = wanted.apply(original);
      RgbImage made =
          size.equals(original)
              ? image
              : Resampling.resize(image, size.width(), size.height(), Filter.BICUBIC);
      return new DecodedPicture(made, original, told);
    } catch (IOException | RuntimeException e) {
      // Decoders answer broken files with whatever exception comes first.
      throw e instanceof PictureException known
          ? known
          : new PictureException(name, "the picture is broken or cut off", e);
    } catch (OutOfMemoryError e) {
      throw new PictureException(name, PictureException.NO_MEMORY, e);
    } finally {
      reader.dispose();
    }
  }

  private RgbImage rows(
      PictureHeader header, ImageReader reader, UnaryOperator<Size> wanted, List<Peculiarity> told)
      throws IOException {
    Size size = new Size(header.width(), header.height());
    RowResampler resampler = new RowResampler(size, wanted.apply(size), Filter.BICUBIC);
    ImageTypeSpecifier type = reader.getImageTypes(0).next();
    Set<Peculiarity> seen = EnumSet.noneOf(Peculiarity.class);
    BufferedImage picture =
        RowSink.picture(
            type,
            size.width(),
            size.height(),
            row -> {
              if (upload && !seen.contains(Peculiarity.TRANSPARENT) && Pixels.transparent(row)) {
                seen.add(Peculiarity.TRANSPARENT);
              }
              resampler.add(Pixels.of(row, upload).data());
            });
    ImageReadParam into = reader.getDefaultReadParam();
    into.setDestination(picture);
    reader.read(0, into);
    RowSink.end(picture);
    told.addAll(seen);
    if (type.getColorModel().getComponentSize(0) > 8) {
      told.add(Peculiarity.DEEP);
    }
    return resampler.image();
  }

  private RgbImage decode(
      PictureHeader header, byte[] file, ImageReader reader, List<Peculiarity> told)
      throws IOException {
    JpegColours colours = header.colours();
    if (colours != null) {
      if (colours.components() == 4) {
        told.add(Peculiarity.CMYK);
      }
      Raster raster = reader.readRaster(0, null);
      return new RgbImage(raster.getWidth(), raster.getHeight(), colours.toRgb(raster));
    }
    BufferedImage frame = reader.read(0);
    if (header.format() == PictureFormat.WEBP) {
      frame = new Webp(file).onCanvas(frame, header);
    }
    if (upload && Pixels.transparent(frame)) {
      told.add(Peculiarity.TRANSPARENT);
    }
    if (frame.getColorModel().getComponentSize(0) > 8) {
      told.add(Peculiarity.DEEP);
    }
    return header.format() == PictureFormat.GIF
        ? GifFrame.onScreen(frame, reader, header, upload)
        : Pixels.of(frame, upload);
  }

  private static PictureHeader header(String name, byte[] file) {
    PictureHeader header = PictureHeader.of(name, file);
    checkPixels(name, header.width(), header.height());
    return header;
  }

  private static void checkPixels(String name, int width, int height) {
    if ((long) width * height > MAX_PIXELS) {
      throw new PictureException(
          name,
          "has %d x %d pixels, more than the %d million that are read"
              .formatted(width, height, MAX_PIXELS / 1_000_000));
    }
  }

  private static ImageReader reader(String name, PictureFormat format) {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    try {
      return switch (format) {
        case JPEG -> provider(registry, JPEGImageReaderSpi.class).createReaderInstance();
        case TIFF -> provider(registry, TIFFImageReaderSpi.class).createReaderInstance();
        case WEBP -> Webp.reader(name);
        default -> {
          Iterator<ImageReader> readers =
              ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
          yield readers.next();
        }
      };
    } catch (IOException e) {
      throw new IllegalStateException("no reader of " + format, e);
    }
  }

  private static ImageReaderSpi provider(
      IIORegistry registry, Class<? extends ImageReaderSpi> type) {
    return Objects.requireNonNull(registry.getServiceProviderByClass(type), type.getName());
  }

  /** The JPEG decoder goes on in grey where a file ends too soon, and only warns. */
  private static final class Truncation implements IIOReadWarningListener {
    private boolean seen;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      seen |= warning.toLowerCase(Locale.ROOT).contains("premature end");
    }
  }
}
