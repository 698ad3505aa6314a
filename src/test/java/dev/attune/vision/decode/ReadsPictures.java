package dev.attune.vision.decode;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Reads a black square and a picture in a process of its own, and says how that went. */
final class ReadsPictures {
  private ReadsPictures() {}

  public static void main(String[] args) throws IOException {
    int side = Integer.parseInt(args[1]);
    BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(square, "png", png);
    read("big.png", png.toByteArray());
    read(args[0], PillowPicturesTest.file(args[0]));
  }

  private static void read(String name, byte[] file) {
    try {
      PictureDecoder.forDatasets().decode(name, file);
      System.out.println("read");
    } catch (PictureException e) {
      System.out.println(e.getMessage());
    }
  }
}
