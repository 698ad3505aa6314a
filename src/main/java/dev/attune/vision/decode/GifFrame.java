package dev.attune.vision.decode;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.function.Consumer;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;

/** The first frame of a GIF, laid on the whole of its screen. */
final class GifFrame {
  private static final String METADATA = "javax_imageio_gif_image_1.0";

  private GifFrame() {}

  /** Hands over the screen's rows. */
  static void rows(
      BufferedImage frame,
      ImageReader reader,
      PictureHeader header,
      boolean onWhite,
      Consumer<byte[]> rows)
      throws IOException {
    IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree(METADATA);
    IIOMetadataNode place = (IIOMetadataNode) root.getElementsByTagName("ImageDescriptor").item(0);
    int left = Integer.parseInt(place.getAttribute("imageLeftPosition"));
    int top = Integer.parseInt(place.getAttribute("imageTopPosition"));
    byte[] empty = background(frame, header.width(), onWhite);
    int width = Math.max(0, Math.min(frame.getWidth(), header.width() - left));
    for (int y = 0; y < header.height(); y++) {
      byte[] row = empty.clone();
      if (width > 0 && y >= top && y < top + frame.getHeight()) {
        BufferedImage part = frame.getSubimage(0, y - top, frame.getWidth(), 1);
        System.arraycopy(Pixels.of(part, onWhite).data(), 0, row, 3 * left, 3 * width);
      }
      rows.accept(row);
    }
  }

  /** A row where the frame does not reach: the transparent colour, or else the palette's first. */
  private static byte[] background(BufferedImage frame, int width, boolean onWhite) {
    IndexColorModel palette = (IndexColorModel) frame.getColorModel();
    int transparent = palette.getTransparentPixel();
    int colour = onWhite ? 0xffffff : palette.getRGB(Math.max(0, transparent));
    byte[] row = new byte[3 * width];
    for (int i = 0; i < row.length; i += 3) {
      row[i] = (byte) (colour >> 16);
      row[i + 1] = (byte) (colour >> 8);
      row[i + 2] = (byte) colour;
    }
    return row;
  }
}
