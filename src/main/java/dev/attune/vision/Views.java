package dev.attune.vision;

import java.util.random.RandomGenerator;

/** The views of one picture among which a method chooses the confident ones. */
public final class Views {
  private Views() {}

  /**
   * Makes views of a picture: view 0 is the plain preprocessed picture, the others are augmented
   * random resized crops.
   *
   * @param resolution {@code R}, in pixels
   * @param views how many, {@code B}, at least 1
   * @param augmentation what happens to the crops
   * @param crop draws the boxes of the crops
   * @return {@code (B, 3, R, R)}, row-major, normalised for CLIP
   */
  public static float[] of(
      RgbImage image,
      int resolution,
      int views,
      Augmentation augmentation,
      RandomResizedCrop crop,
      RandomGenerator random) {
    if (views < 1) {
      throw new IllegalArgumentException("at least one view is needed, not " + views);
    }
    int size = 3 * resolution * resolution;
    float[] out = new float[Math.multiplyExact(views, size)];
    ClipPreprocess.normalise(ClipPreprocess.crop(image, resolution), false, out, 0);
    for (int v = 1; v < views; v++) {
      Box box = crop.draw(image.width(), image.height(), random);
      RgbImage view = Resampling.resize(image, box, resolution, resolution, Filter.BILINEAR);
      augmentation.view(view, random, out, v * size);
    }
    return out;
  }
}
