package dev.attune.vision;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.random.RandomGenerator;

/** How the random views of a picture are made (ALGORITHMS 2). All begin with a random crop. */
public enum Augmentation {
  /** The crop, mirrored half of the time. */
  @JsonProperty("crop")
  CROP {
    @Override
    void view(RgbImage crop, Normalisation norm, RandomGenerator random, float[] out, int offset) {
      norm.write(crop, random.nextBoolean(), out, offset);
    }
  },
  /** Chains of distortions mixed into it, as the papers do for the fine-grained sets. */
  @JsonProperty("augmix")
  AUGMIX {
    @Override
    void view(RgbImage crop, Normalisation norm, RandomGenerator random, float[] out, int offset) {
      AugMix.STANDARD.view(flipped(crop, random), norm, random, out, offset);
    }
  },
  /** As {@link #AUGMIX}, with colour, contrast, brightness and sharpness among the distortions. */
  @JsonProperty("augmix-all")
  AUGMIX_ALL {
    @Override
    void view(RgbImage crop, Normalisation norm, RandomGenerator random, float[] out, int offset) {
      AugMix.EXTENDED.view(flipped(crop, random), norm, random, out, offset);
    }
  },
  /** Changed colours, greys and blurs. */
  @JsonProperty("hard")
  HARD {
    @Override
    void view(RgbImage crop, Normalisation norm, RandomGenerator random, float[] out, int offset) {
      RgbImage hard = HardAugmentation.apply(crop, random);
      norm.write(hard, random.nextBoolean(), out, offset);
    }
  };

  /**
   * Makes a view from a crop.
   *
   * @param crop R x R pixels
   * @param norm of the encoder that is to see it
   * @param out takes {@code (3, R, R)}, normalised, from {@code offset} on
   */
  abstract void view(
      RgbImage crop, Normalisation norm, RandomGenerator random, float[] out, int offset);

  private static RgbImage flipped(RgbImage image, RandomGenerator random) {
    return random.nextBoolean() ? PixelOps.mirror(image) : image;
  }
}
