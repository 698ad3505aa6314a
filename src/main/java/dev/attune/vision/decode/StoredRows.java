package dev.attune.vision.decode;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import dev.attune.vision.Size;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a picture as they are stored, from top to bottom. Of the picture no more is held than
 * has to be: a row of PNGs, JPEGs and TIFFs whose rows come one after the other, of others bands of
 * rows, and the whole where the rows are not stored in order.
 */
final class StoredRows implements AutoCloseable {
  /** In bytes of pixels. */
  private static final int BAND = 4 << 20;

  /** The same where the decoder begins each at the file's start, so that few are better. */
  private static final int LARGE_BAND = 16 << 20;

  /** Of a progressive JPEG; programs write about ten. */
  private static final int MAX_SCANS = 100;

  /** What an upload's pixels may take that have to be held at once. */
  private static final long MAX_HELD = 64 << 20;

  /** The same of what lies outside of Java's memory, and is smaller for a pixel. */
  private static final long MAX_HELD_OUTSIDE = 128 << 20;

  /** Where a PNG says whether it is interlaced. */
  private static final int PNG_INTERLACE = 28;

  private static final ImageTypeSpecifier GREY =
      ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY);
  private static final ImageTypeSpecifier RGB =
      ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_3BYTE_BGR);

  private final String name;
  private final PictureHeader header;
  private final byte[] file;
  private final ImageReader reader;
  private final @Nullable JpegColours colours;
  private final @Nullable JpegStream jpeg;
  private final boolean plainJpeg;
  private boolean truncated;

  StoredRows(String name, PictureHeader header, byte[] file) {
    this.name = name;
    this.header = header;
    this.file = file;
    colours = header.colours();
    jpeg = colours == null ? null : JpegStream.of(file, header, colours);
    plainJpeg = jpeg != null && jpeg.plain();
    reader = Readers.of(name, header.format(), plainJpeg);
    reader.setInput(new ByteArrayImageInputStream(read()), false, true);
    // The JPEG decoder goes on in grey where a file ends too soon, and only warns.
    reader.addIIOReadWarningListener(
        (source, warning) ->
            truncated |= warning.toLowerCase(Locale.ROOT).contains("premature end"));
  }

  private byte[] read() {
    if (jpeg != null && jpeg.plain()) {
      return jpeg.file();
    }
    return header.format() == PictureFormat.WEBP ? new Webp(file).still() : file;
  }

  /** Takes rows; an implementation copies what it keeps of them. */
  interface Taker {
    void row(BufferedImage row);

    /** A row whose colours are RGB without any alpha. */
    void row(byte[] rgb);
  }

  /** Of the stored picture. */
  Size size() throws IOException {
    return header.format() == PictureFormat.GIF || isAnimatedWebp()
        ? new Size(header.width(), header.height())
        : frame();
  }

  /** Of its first frame, or by its second header; they may claim more than the file's header. */
  Size frame() throws IOException {
    return new Size(reader.getWidth(0), reader.getHeight(0));
  }

  private boolean isAnimatedWebp() {
    return header.format() == PictureFormat.WEBP && new Webp(file).animated();
  }

  /** Whether the file ended too soon. */
  boolean truncated() {
    return truncated;
  }

  /** Whether the file holds more than one frame; asked when the first is read. */
  boolean animated() {
    return Animation.of(header.format(), file, reader);
  }

  /**
   * Refuses, before it is spent, more memory than a picture may have.
   *
   * @throws PictureException when too much would have to be held at once
   */
  void checkMemory() throws IOException {
    if (jpeg != null) {
      checkHeld(jpeg.held(), MAX_HELD_OUTSIDE, "in a progressive JPEG", "as a baseline JPEG");
      if (jpeg.scans() > MAX_SCANS) {
        throw new PictureException(
            name,
            "has %d scans, more than the %d that are read".formatted(jpeg.scans(), MAX_SCANS));
      }
    } else if (isAnimatedWebp()) {
      checkHeld(8 * header.pixels(), MAX_HELD, "in an animation", "as a still");
    } else if (header.format() == PictureFormat.WEBP) {
      long held = new Webp(file).lossless() ? 4 * header.pixels() : 0;
      checkHeld(held, MAX_HELD_OUTSIDE, "in a lossless WebP", "as a PNG");
    } else if (!isByRow()) {
      Size size = frame();
      long held = (long) Math.min(together(), size.height()) * bytes(size.width());
      checkHeld(held, MAX_HELD, "not stored row by row", "as a PNG that is not interlaced");
    }
  }

  private void checkHeld(long bytes, long most, String how, String better) {
    if (bytes > most) {
      throw new PictureException(
          name,
          "has %d x %d pixels %s, which take %d MiB at once, more than %d; save it %s, or smaller"
              .formatted(header.width(), header.height(), how, bytes >> 20, most >> 20, better));
    }
  }

  /** Hands over all rows. */
  void forEach(boolean onWhite, Taker taker) throws IOException {
    if (plainJpeg) {
      boolean grey = colours == JpegColours.GREY;
      ImageReadParam into = reader.getDefaultReadParam();
      // Bands are named so that no profile and no guess changes what libjpeg makes of them.
      into.setSourceBands(grey ? new int[] {0} : new int[] {0, 1, 2});
      into.setDestinationBands(grey ? new int[] {0} : new int[] {0, 1, 2});
      sink(grey ? GREY : RGB, into, taker::row);
    } else if (isByRow()) {
      sink(reader.getImageTypes(0).next(), reader.getDefaultReadParam(), taker::row);
    } else if (colours != null) {
      inkBands(colours, taker);
    } else if (header.format() == PictureFormat.GIF) {
      GifFrame.rows(reader.read(0), reader, header, onWhite, taker::row);
    } else if (isAnimatedWebp()) {
      rows(new Webp(file).onCanvas(reader.read(0), header), 0, header.height(), taker::row);
    } else if (header.format() == PictureFormat.WEBP) {
      Webp.bands(
          reader,
          frame(),
          bandOf(LARGE_BAND, 1),
          (band, from, to) -> rows(band, from, to, taker::row));
    } else {
      bands(taker::row);
    }
  }

  /** Whether the decoder gives each row once, from top to bottom. */
  private boolean isByRow() {
    return switch (header.format()) {
      case JPEG -> plainJpeg;
      case PNG -> file[PNG_INTERLACE] == 0;
      case TIFF -> TiffHeader.isByRow(file);
      default -> false;
    };
  }

  private void sink(ImageTypeSpecifier type, ImageReadParam into, Consumer<BufferedImage> rows)
      throws IOException {
    int passes = jpeg == null ? 1 : jpeg.scans();
    BufferedImage picture = RowSink.picture(type, frame(), passes, rows);
    into.setDestination(picture);
    reader.read(0, into);
    RowSink.end(picture);
  }

  /** How many rows cannot be decoded apart. */
  private int together() {
    return switch (header.format()) {
      case TIFF -> TiffHeader.rowsTogether(file);
      case BMP -> PictureHeader.isRunLengthBmp(file) ? header.height() : 1;
      default -> header.height();
    };
  }

  private long bytes(int width) throws IOException {
    ImageTypeSpecifier type = reader.getImageTypes(0).next();
    int bits = Arrays.stream(type.getSampleModel(1, 1).getSampleSize()).sum();
    return ((long) bits * width + 7) / 8;
  }

  /** Rows of a band: a multiple of those that go together. */
  private int bandOf(int most, int together) throws IOException {
    long rows = most / bytes(frame().width()) / together * together;
    return (int) Math.max(together, Math.min(frame().height(), rows));
  }

  private void bands(Consumer<BufferedImage> rows) throws IOException {
    int height = frame().height();
    int band = bandOf(BAND, Math.min(together(), height));
    for (int y = 0; y < height; y += band) {
      band(y, band, rows);
    }
  }

  /** A method of its own, so that none is held while the next is read; as the two below. */
  private void band(int y, int count, Consumer<BufferedImage> rows) throws IOException {
    BufferedImage band = reader.read(0, region(frame(), y, count));
    rows(band, 0, band.getHeight(), rows);
  }

  private void inkBands(JpegColours colours, Taker taker) throws IOException {
    Size size = frame();
    int held = 2 * colours.components() * size.width(); // as the decoder copies what it read
    int band = Math.max(1, LARGE_BAND / held);
    for (int y = 0; y < size.height(); y += band) {
      inkBand(colours, region(size, y, band), taker);
    }
  }

  private void inkBand(JpegColours colours, ImageReadParam region, Taker taker) throws IOException {
    Raster band = reader.readRaster(0, region);
    int left = band.getMinX();
    for (int y = band.getMinY(); y < band.getMinY() + band.getHeight(); y++) {
      taker.row(colours.toRgb(band.createChild(left, y, band.getWidth(), 1, 0, 0, null)));
    }
  }

  private ImageReadParam region(Size size, int y, int rows) {
    ImageReadParam region = reader.getDefaultReadParam();
    if (rows < size.height()) {
      region.setSourceRegion(new Rectangle(0, y, size.width(), Math.min(rows, size.height() - y)));
    }
    return region;
  }

  private static void rows(BufferedImage image, int from, int to, Consumer<BufferedImage> rows) {
    for (int y = from; y < to; y++) {
      rows.accept(image.getSubimage(0, y, image.getWidth(), 1));
    }
  }

  @Override
  public void close() {
    reader.dispose();
  }
}
