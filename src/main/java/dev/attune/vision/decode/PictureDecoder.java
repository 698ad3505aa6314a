package dev.attune.vision.decode;

import dev.attune.vision.Filter;
import dev.attune.vision.RgbImage;
import dev.attune.vision.RowResampler;
import dev.attune.vision.Size;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Decodes pictures nobody here made. The kind is told by the content, and size and pixels are
 * checked before anything is decoded. Of a picture with frames the first is taken. Colour profiles
 * are ignored, as Pillow ignores them. Thread-safe.
 */
public final class PictureDecoder {
  /** In bytes. */
  public static final int MAX_BYTES = 64 << 20;

  /** Somewhat more than the largest cameras have. */
  static final long MAX_PIXELS = 64_000_000;

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
   * The same of a picture that is larger than is needed: it is made smaller while it is read, so
   * that it is never held as a whole where its format allows that.
   *
   * @param wanted the size to give a picture of a size, with the antialiased bicubic filter
   */
  public DecodedPicture decodeAndTell(String name, byte[] file, UnaryOperator<Size> wanted) {
    PictureHeader header = header(name, file);
    try (StoredRows rows = new StoredRows(name, header, file)) {
      Size frame = rows.frame();
      checkPixels(name, frame.width(), frame.height());
      if (upload) {
        rows.checkMemory();
      }
      // Pillow turns TIFFs alone when it reads them.
      boolean turns = upload || header.format() == PictureFormat.TIFF;
      Orientation orientation = turns ? header.orientation() : Orientation.NORMAL;
      Size original = orientation.turn().of(rows.size());
      RowResampler resampler =
          new RowResampler(rows.size(), orientation.turn(), wanted.apply(original), Filter.BICUBIC);
      Seen seen = new Seen(resampler);
      rows.forEach(upload, seen);
      if (rows.truncated()) {
        throw new PictureException(name, "the file is cut off");
      }
      List<Peculiarity> told = seen.told();
      if (header.colours() != null && header.colours().components() == 4) {
        told.add(Peculiarity.CMYK);
      }
      if (upload && rows.animated()) {
        told.add(header.format() == PictureFormat.TIFF ? Peculiarity.PAGES : Peculiarity.ANIMATED);
      }
      if (orientation != Orientation.NORMAL) {
        told.add(Peculiarity.TURNED);
      }
      return new DecodedPicture(resampler.image(), original, told);
    } catch (IOException | RuntimeException e) {
      // Decoders answer broken files with whatever exception comes first.
      throw e instanceof PictureException known
          ? known
          : new PictureException(name, "the picture is broken or cut off", e);
    } catch (OutOfMemoryError e) {
      throw new PictureException(name, PictureException.NO_MEMORY, e);
    }
  }

  /** Hands rows on, and looks at what is odd about them. */
  private final class Seen implements StoredRows.Taker {
    private final RowResampler resampler;
    private boolean transparent;
    private boolean deep;

    Seen(RowResampler resampler) {
      this.resampler = resampler;
    }

    @Override
    public void row(BufferedImage row) {
      transparent |= upload && !transparent && Pixels.transparent(row);
      deep = row.getColorModel().getComponentSize(0) > 8;
      resampler.add(Pixels.of(row, upload).data());
    }

    @Override
    public void row(byte[] rgb) {
      resampler.add(rgb);
    }

    List<Peculiarity> told() {
      List<Peculiarity> told = new ArrayList<>();
      if (transparent) {
        told.add(Peculiarity.TRANSPARENT);
      }
      if (deep) {
        told.add(Peculiarity.DEEP);
      }
      return told;
    }
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
}
