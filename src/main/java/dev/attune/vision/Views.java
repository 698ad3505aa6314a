package dev.attune.vision;

import java.util.random.RandomGenerator;

/** The views of one picture among which a method chooses the confident ones. */
public final class Views {
  private Views() {}

  /**
   * Makes views of a picture: view 0 is the plain preprocessed picture, the others are augmented
   * random resized crops.
   *
   * @param preprocess of the encoder that is to see them; it knows {@code R}
   * @param views how many, {@code B}, at least 1
   * @param augmentation what happens to the crops
   * @param crop draws the boxes of the crops
   * @return {@code (B, 3, R, R)}, row-major, normalised for that encoder
   */
  public static float[] of(
      RgbImage image,
      Preprocess preprocess,
      int views,
      Augmentation augmentation,
      RandomResizedCrop crop,
      RandomGenerator random) {
    if (views < 1) {
      throw new IllegalArgumentException("at least one view is needed, not " + views);
    }
    int resolution = preprocess.resolution();
    int size = 3 * resolution * resolution;
    float[] out = new float[Math.multiplyExact(views, size)];
    Normalisation normalisation = preprocess.normalisation();
    normalisation.write(preprocess.frame(image), false, out, 0);
    for (int v = 1; v < views; v++) {
      Box box = crop.draw(image.width(), image.height(), random);
      RgbImage view = Resampling.resize(image, box, resolution, resolution, Filter.BILINEAR);
      augmentation.view(view, normalisation, random, out, v * size);
    }
    return out;
  }
}
