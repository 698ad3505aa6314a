package dev.attune.vision.decode;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPReadParam;
import com.luciad.imageio.webp.internal.NativeLoader;
import dev.attune.vision.Size;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.imageio.ImageReader;

/**
 * The container of a WebP picture (RFC 9649). The decoder of pixels, libwebp, reads stills alone:
 * of an animation the first frame is taken out as a still.
 */
final class Webp {
  private static final int ANIMATED = 0x02;
  private static final int ALPHA = 0x10;

  /** Of a frame before its chunks: place, size, duration, flags. */
  private static final int FRAME_HEADER = 16;

  /** Rows around a band: the colours of its outer ones are made from their neighbours. */
  private static final int MARGIN = 2;

  private static final Set<String> PIXELS = Set.of("ALPH", "VP8 ", "VP8L");

  private final Bytes file;

  Webp(byte[] file) {
    this.file = new Bytes(file, false);
  }

  PictureHeader header(String name) {
    // The decoder of lossless pictures fills up where a file ends too soon, and does not say so.
    if (8 + file.u32(4) > file.length()) {
      throw new PictureException(name, "the file is cut off");
    }
    if (file.has(12, "VP8X")) {
      return PictureHeader.of(PictureFormat.WEBP, 1 + u24(24), 1 + u24(27), orientation());
    }
    if (file.has(12, "VP8L")) {
      int bits = (int) file.u32(21);
      return plain(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
    }
    if (file.has(12, "VP8 ")) {
      return plain(file.u16(26) & 0x3fff, file.u16(28) & 0x3fff);
    }
    throw new PictureException(name, "is no WebP picture of a known kind");
  }

  private static PictureHeader plain(int width, int height) {
    return PictureHeader.of(PictureFormat.WEBP, width, height, Orientation.NORMAL);
  }

  private Orientation orientation() {
    long exif = find("EXIF");
    if (exif < 0) {
      return Orientation.NORMAL;
    }
    // Some writers put before the data what stands before them in a JPEG.
    return Orientation.ofTiff(file.data(), (int) exif + (file.has(exif, "Exif\0\0") ? 6 : 0));
  }

  boolean animated() {
    return file.has(12, "VP8X") && (file.u8(20) & ANIMATED) != 0;
  }

  /** A reader of libwebp's. @throws PictureException when there is no libwebp for this platform */
  static ImageReader reader(String name) throws IOException {
    try {
      NativeLoader.initialize();
    } catch (RuntimeException | LinkageError e) {
      throw new PictureException(
          name, "WebP pictures are not read here: libwebp is not to be had for this platform", e);
    }
    return new WebPImageReaderSpi().createReaderInstance(null);
  }

  /** Whether its pixels are stored without loss. */
  boolean lossless() {
    return find("VP8L") >= 0;
  }

  /** Takes rows {@code from} to {@code to} of a band. */
  interface Bands {
    void band(BufferedImage band, int from, int to);
  }

  /**
   * Reads a still in bands, with the same pixels as at once.
   *
   * @param rows of a band
   */
  static void bands(ImageReader reader, Size size, int rows, Bands bands) throws IOException {
    int step = Math.max(2, rows & ~1);
    for (int y = 0; y < size.height(); y += step) {
      int end = Math.min(size.height(), y + step);
      int top = Math.max(0, y - MARGIN);
      WebPReadParam band = (WebPReadParam) reader.getDefaultReadParam();
      band.setUseCropping(true);
      band.setCropTop(top);
      band.setCropWidth(size.width());
      band.setCropHeight(Math.min(size.height(), end + MARGIN) - top);
      bands.band(reader.read(0, band), y - top, end - top);
    }
  }

  /**
   * The picture's file, or, of an animation, its first frame as a file.
   *
   * @throws Bytes.TruncatedException when it has no frame
   */
  byte[] still() {
    if (!animated()) {
      return file.data();
    }
    long frame = frame();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] head = new byte[10];
    System.arraycopy(file.data(), (int) frame + 6, head, 4, 6);
    long end = frame + file.u32(frame - 4);
    for (long at = frame + FRAME_HEADER; at + 8 <= end; at = after(at)) {
      if (PIXELS.contains(tag(at))) {
        head[0] |= file.has(at, "ALPH") ? ALPHA : 0;
        out.write(file.data(), (int) at, (int) (Math.min(end, after(at)) - at));
      }
    }
    // A picture in one chunk of pixels needs no head, and one with alpha in its lossless data has
    // it there.
    byte[] pixels = out.toByteArray();
    boolean extended = head[0] != 0;
    int size = 4 + (extended ? 18 : 0) + pixels.length;
    ByteBuffer still = ByteBuffer.allocate(8 + size).order(ByteOrder.LITTLE_ENDIAN);
    still.put(ascii("RIFF")).putInt(size).put(ascii("WEBP"));
    if (extended) {
      still.put(ascii("VP8X")).putInt(head.length).put(head);
    }
    return still.put(pixels).array();
  }

  /** Lays the first frame on the canvas of its animation, which is clear, or else black. */
  BufferedImage onCanvas(BufferedImage frame, PictureHeader header) {
    if (!animated()) {
      return frame;
    }
    boolean clear = (file.u8(20) & ALPHA) != 0;
    BufferedImage canvas =
        new BufferedImage(
            header.width(),
            header.height(),
            clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    int left = 2 * u24(frame());
    int top = 2 * u24(frame() + 3);
    int[] row = new int[frame.getWidth()];
    for (int y = 0; y < frame.getHeight(); y++) {
      frame.getRGB(0, y, row.length, 1, row, 0, row.length);
      canvas.setRGB(left, top + y, row.length, 1, row, 0, row.length);
    }
    return canvas;
  }

  private long frame() {
    long frame = find("ANMF");
    if (frame < 0) {
      throw new Bytes.TruncatedException();
    }
    return frame;
  }

  /** Where a chunk's data begin, or -1. */
  private long find(String tag) {
    for (long at = 12; at + 8 <= file.length(); at = after(at)) {
      if (file.has(at, tag)) {
        return at + 8;
      }
    }
    return -1;
  }

  private String tag(long at) {
    return new String(file.data(), (int) at, 4, StandardCharsets.ISO_8859_1);
  }

  private long after(long chunk) {
    long size = file.u32(chunk + 4);
    return chunk + 8 + size + (size & 1);
  }

  private int u24(long at) {
    return file.u16(at) | file.u8(at + 2) << 16;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
