package dev.attune.task;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** How much each judge of an ensemble counts (ALGORITHMS 3). */
public final class JudgeWeights {
  /** The decimals that the papers' program keeps; the weights then sum to about one. */
  private static final int DECIMALS = 2;

  private static final Map<String, Double> CONFIDENCES =
      Map.of("ViT-L/14@336px", 10.0, "ViT-L/14", 5.0, "RN50x64", 3.0, "ViT-B/16", 1.0);

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
  static Optional<Double> confidence(String architecture) {
    return Optional.ofNullable(CONFIDENCES.get(architecture));
  }
}
