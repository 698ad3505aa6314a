package dev.attune.vision;

/** Width and height in pixels. */
public record Size(int width, int height) {

  public static Size of(RgbImage image) {
    return new Size(image.width(), image.height());
  }
}
