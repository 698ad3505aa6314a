package dev.attune.vision.decode;

import dev.attune.vision.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;

/** The first frame of a GIF, laid on the whole of its screen. */
final class GifFrame {
  private static final String METADATA = "javax_imageio_gif_image_1.0";

  private GifFrame() {}

  static RgbImage onScreen(
      BufferedImage frame, ImageReader reader, PictureHeader header, boolean onWhite)
      throws IOException {
    RgbImage pixels = Pixels.of(frame, onWhite);
    if (frame.getWidth() == header.width() && frame.getHeight() == header.height()) {
      return pixels;
    }
    IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree(METADATA);
    IIOMetadataNode place = (IIOMetadataNode) root.getElementsByTagName("ImageDescriptor").item(0);
    int left = Integer.parseInt(place.getAttribute("imageLeftPosition"));
    int top = Integer.parseInt(place.getAttribute("imageTopPosition"));
    byte[] screen = background(frame, header, onWhite);
    int width = Math.max(0, Math.min(frame.getWidth(), header.width() - left));
    for (int y = 0; y < Math.min(frame.getHeight(), header.height() - top); y++) {
      System.arraycopy(
          pixels.data(),
          3 * y * frame.getWidth(),
          screen,
          3 * ((top + y) * header.width() + left),
          3 * width);
    }
    return new RgbImage(header.width(), header.height(), screen);
  }

  /** Where the frame does not reach: the transparent colour, or else the palette's first. */
  private static byte[] background(BufferedImage frame, PictureHeader header, boolean onWhite) {
    IndexColorModel palette = (IndexColorModel) frame.getColorModel();
    int transparent = palette.getTransparentPixel();
    int colour = onWhite ? 0xffffff : palette.getRGB(Math.max(0, transparent));
    byte[] screen = new byte[3 * header.width() * header.height()];
    for (int i = 0; i < screen.length; i += 3) {
      screen[i] = (byte) (colour >> 16);
      screen[i + 1] = (byte) (colour >> 8);
      screen[i + 2] = (byte) colour;
    }
    return screen;
  }
}
