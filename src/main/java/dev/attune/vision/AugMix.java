package dev.attune.vision;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Mixes chains of distortions into a view (Hendrycks et al. 2020, arXiv 1912.02781; ALGORITHMS 2).
 *
 * @param distortions to draw from
 * @param severity the strongest level
 */
record AugMix(List<Distortion> distortions, double severity) {
  private static final int CHAINS = 3;
  private static final int MAX_LENGTH = 3;

  /** As the papers use it. */
  static final AugMix STANDARD = new AugMix(Distortion.STANDARD, 1);

  /** With the distortions of colour and sharpness too. */
  static final AugMix EXTENDED = new AugMix(List.of(Distortion.values()), 1);

  AugMix {
    distortions = List.copyOf(distortions);
  }

  /** Draws weights and chains and mixes: Dirichlet(1,1,1) among them, Beta(1,1) with the crop. */
  void view(RgbImage crop, Normalisation norm, RandomGenerator random, float[] out, int offset) {
    float[] weights = dirichlet(random);
    float original = random.nextFloat();
    RgbImage[] chains = new RgbImage[CHAINS];
    for (int i = 0; i < CHAINS; i++) {
      chains[i] = crop;
      for (int length = 1 + random.nextInt(MAX_LENGTH); length > 0; length--) {
        Distortion next = distortions.get(random.nextInt(distortions.size()));
        chains[i] = next.draw(chains[i], severity, random);
      }
    }
    mix(crop, original, chains, weights, norm, out, offset);
  }

  /**
   * {@code m * original + (1 - m) * sum of w_i * chain_i}, of the normalised pictures.
   *
   * @param m share of the original
   * @param weights w, one for each chain
   * @param out takes (3, H, W) from {@code offset} on
   */
  static void mix(
      RgbImage original,
      float m,
      RgbImage[] chains,
      float[] weights,
      Normalisation norm,
      float[] out,
      int offset) {
    norm.write(original, false, out, offset);
    float[] chain = new float[original.data().length];
    float[] sum = new float[chain.length];
    for (int c = 0; c < chains.length; c++) {
      norm.write(chains[c], false, chain, 0);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weights[c] * chain[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      out[offset + i] = m * out[offset + i] + (1 - m) * sum[i];
    }
  }

  /** Equally likely shares of one: exponential draws, divided by their sum. */
  private static float[] dirichlet(RandomGenerator random) {
    double[] draws = new double[CHAINS];
    // StrictMath, because the view must be the same on every platform
    Arrays.setAll(draws, i -> -StrictMath.log(1 - random.nextDouble()));
    double sum = Arrays.stream(draws).sum();
    float[] weights = new float[CHAINS];
    for (int i = 0; i < CHAINS; i++) {
      weights[i] = (float) (draws[i] / sum);
    }
    return weights;
  }
}
