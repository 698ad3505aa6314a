package dev.attune.encoder.clip;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** How much each judge of an ensemble counts (ALGORITHMS 3). */
public final class JudgeWeights {
  /** The decimals that the papers' program keeps; the weights then sum to about one. */
  private static final int DECIMALS = 2;

  private JudgeWeights() {}

  /** The shares of confidences, each rounded to two decimals. */
  public static double[] rounded(double[] confidences) {
    double sum = Arrays.stream(confidences).sum();
    return Arrays.stream(confidences)
        .map(c -> new BigDecimal(c / sum).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue())
        .toArray();
  }

  /** Equal shares of so many judges. */
  public static double[] equal(int judges) {
    double[] shares = new double[judges];
    Arrays.fill(shares, 1.0 / judges);
    return shares;
  }

  /**
   * The papers' confidence in an architecture: ViT-L/14 at 336 pixels, ViT-L/14, RN50x64 and
   * ViT-B/16 as 10 : 5 : 3 : 1. They say nothing of others.
   */
  public static OptionalDouble confidence(ClipConfig config) {
    int resolution = config.resolution();
    if (config.vision() instanceof VisionConfig.Vit vit) {
      if (vit.width() == 1024 && vit.layers() == 24 && vit.patch() == 14) {
        return resolution == 336
            ? OptionalDouble.of(10)
            : resolution == 224 ? OptionalDouble.of(5) : OptionalDouble.empty();
      }
      boolean b16 = vit.width() == 768 && vit.layers() == 12 && vit.patch() == 16;
      return b16 && resolution == 224 ? OptionalDouble.of(1) : OptionalDouble.empty();
    }
    boolean x64 =
        config.vision() instanceof VisionConfig.ResNet net
            && net.width() == 128
            && net.blocks().equals(List.of(3, 15, 36, 10));
    return x64 && resolution == 448 ? OptionalDouble.of(3) : OptionalDouble.empty();
  }
}
