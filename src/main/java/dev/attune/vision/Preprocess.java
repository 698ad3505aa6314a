package dev.attune.vision;

/**
 * How an encoder wants its pictures.
 *
 * @param resolution {@code R}, the side of its input in pixels
 * @param framing makes any picture a square of that side
 * @param normalisation makes levels the network's values
 */
public record Preprocess(int resolution, Framing framing, Normalisation normalisation) {

  /**
   * The input of the image tower.
   *
   * @return {@code (3, R, R)}, row-major
   */
  public float[] of(RgbImage image) {
    float[] out = new float[3 * resolution * resolution];
    normalisation.write(frame(image), false, out, 0);
    return out;
  }

  /** The 8-bit picture before normalisation, {@code R} x {@code R} pixels. */
  public RgbImage frame(RgbImage image) {
    return framing.frame(image, resolution);
  }
}
