package dev.attune.playground;

import dev.attune.hub.ModelCatalog;
import dev.attune.settings.AttuneProperties;
import dev.attune.spec.InvalidRequestException;
import dev.attune.task.Medium;
import dev.attune.task.NoMemoryException;
import dev.attune.vision.Filter;
import dev.attune.vision.Resampling;
import dev.attune.vision.RgbImage;
import dev.attune.vision.Size;
import dev.attune.vision.decode.DecodedPicture;
import dev.attune.vision.decode.Peculiarity;
import dev.attune.vision.decode.PictureDecoder;
import dev.attune.vision.decode.PictureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * Takes pictures in from outside: checked, decoded, and made small enough to be kept and computed
 * with.
 */
@Component
class PictureIntake {
  private static final String FIELD = Medium.PICTURE.part();

  /** Pixels on the shorter side that every picture may keep. */
  private static final int SHORT_SIDE = 1024;

  private final PictureDecoder decoder = PictureDecoder.forUploads();
  private final long maxBytes;
  private final ModelCatalog models;

  PictureIntake(AttuneProperties properties, ModelCatalog models) {
    maxBytes = properties.uploads().maxSize().toBytes();
    this.models = models;
  }

  /**
   * A picture as it was taken in.
   *
   * @param notes sentences on what was done to it
   */
  record Taken(RgbImage image, List<String> notes) implements Brought {

    @Override
    public Session.Picture picture() {
      return new Session.Picture(image.width(), image.height(), notes);
    }

    /** Made before it is written: of a full disk ImageIO would not say that it is. */
    @Override
    public void keep(Path folder) throws IOException {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image.toBufferedImage(), "png", png);
      Files.write(folder.resolve(KeptFile.PICTURE.fileName()), png.toByteArray());
    }
  }

  /** As below, of an upload. */
  Taken take(Resource file) {
    try {
      checkSize(file.contentLength());
      return take(file.getContentAsByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("an upload cannot be read", e);
    }
  }

  /**
   * Takes a picture's file. One at a time, since a decoded one may have hundreds of megabytes.
   *
   * @throws InvalidRequestException when it is no picture, or too large a one
   */
  synchronized Taken take(byte[] file) {
    checkSize(file.length);
    try {
      DecodedPicture decoded = decoder.decodeAndTell(FIELD, file, this::kept);
      List<String> notes = new ArrayList<>();
      decoded.peculiarities().stream().map(Peculiarity::description).forEach(notes::add);
      tell(decoded.original(), decoded.image(), notes);
      return new Taken(decoded.image(), notes);
    } catch (PictureException e) {
      throw invalid(e.reason());
    } catch (OutOfMemoryError e) {
      throw invalid(NoMemoryException.MESSAGE);
    }
  }

  private void checkSize(long bytes) {
    if (bytes > maxBytes) {
      throw invalid(String.format(Locale.ROOT, "is larger than %.1f MiB", maxBytes / 0x1p20));
    }
  }

  /** Decodes a picture that was taken before, and kept. */
  RgbImage reread(byte[] png) {
    return decoder.decode(FIELD, png);
  }

  /**
   * As it is, or smaller in the same proportions. Its shorter side keeps twice the pixels that any
   * installed encoder looks at: what is resized twice must not show it.
   */
  RgbImage reduced(RgbImage image, List<String> notes) {
    Size original = Size.of(image);
    Size kept = kept(original);
    if (kept.equals(original)) {
      return image;
    }
    RgbImage small = Resampling.resize(image, kept.width(), kept.height(), Filter.BICUBIC);
    tell(original, small, notes);
    return small;
  }

  private static void tell(Size original, RgbImage image, List<String> notes) {
    if (!original.equals(Size.of(image))) {
      notes.add(
          "It was reduced from %d x %d to %d x %d pixels."
              .formatted(original.width(), original.height(), image.width(), image.height()));
    }
  }

  private Size kept(Size size) {
    int shorter = Math.min(size.width(), size.height());
    if (shorter <= SHORT_SIDE) {
      return size;
    }
    float kept = Math.max(SHORT_SIDE, 2 * models.largestResolution());
    return shorter <= kept
        ? size
        : new Size(
            Math.round(kept * size.width() / shorter), Math.round(kept * size.height() / shorter));
  }

  static InvalidRequestException invalid(String message) {
    return InvalidRequestException.of(FIELD, message);
  }
}
