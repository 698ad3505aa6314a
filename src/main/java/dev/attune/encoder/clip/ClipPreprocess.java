package dev.attune.encoder.clip;

import dev.attune.vision.Framing;
import dev.attune.vision.Normalisation;
import dev.attune.vision.Preprocess;
import dev.attune.vision.RgbImage;

/**
 * OpenAI's preprocessing, which is every CLIP's whose files say nothing else: shorter side to
 * {@code R} pixels with the antialiased bicubic filter, centre crop, values to 0..1, then
 * normalised by channel (ALGORITHMS 1).
 */
public final class ClipPreprocess {
  /** Of OpenAI's pictures, by channel. */
  public static final Normalisation NORMALISATION =
      new Normalisation(
          new float[] {0.48145466f, 0.4578275f, 0.40821073f},
          new float[] {0.26862954f, 0.26130258f, 0.27577711f});

  private ClipPreprocess() {}

  /**
   * That of a CLIP with a given input.
   *
   * @param resolution {@code R}, in pixels
   */
  public static Preprocess at(int resolution) {
    return new Preprocess(resolution, Framing.CENTRE_CROP, NORMALISATION);
  }

  /**
   * The input of a CLIP's image tower.
   *
   * @param resolution {@code R}, in pixels
   * @return {@code (3, R, R)}, row-major
   */
  public static float[] of(RgbImage image, int resolution) {
    return at(resolution).of(image);
  }
}
