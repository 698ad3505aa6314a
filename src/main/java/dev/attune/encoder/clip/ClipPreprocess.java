package dev.attune.encoder.clip;

import dev.attune.vision.Framing;
import dev.attune.vision.Normalisation;
import dev.attune.vision.Preprocess;
import dev.attune.vision.RgbImage;
import java.util.List;

/**
 * CLIP's preprocessing: shorter side to {@code R} pixels with the antialiased bicubic filter,
 * centre crop, values to 0..1, then normalised by channel (ALGORITHMS 1).
 */
public final class ClipPreprocess {
  static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  static final List<Double> DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

  private static final Normalisation NORMALISATION =
      new Normalisation(floats(MEAN), floats(DEVIATION));

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

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }
}
