package dev.attune.method.gradient;

import dev.attune.method.options.RewardSpec;

/** Turns raw CLIPScores into rewards (ALGORITHMS 3). */
final class RewardProcessing {
  private static final double EPS = 1e-5;

  private RewardProcessing() {}

  /**
   * Subtracts the mean and, when amplifying, divides by the unbiased standard deviation.
   *
   * @param scores (S, K), row-major
   * @param k K; with one candidate the scores stay as they are
   */
  static float[] apply(float[] scores, int k, RewardSpec spec) {
    if (!spec.baseline() || k == 1) {
      return scores.clone();
    }
    int group = spec.scope() == RewardSpec.Scope.VIEW ? k : scores.length;
    float[] rewards = new float[scores.length];
    for (int from = 0; from < scores.length; from += group) {
      double mean = 0;
      for (int i = 0; i < group; i++) {
        mean += scores[from + i] / (double) group;
      }
      double square = 0;
      for (int i = 0; i < group; i++) {
        square += (scores[from + i] - mean) * (scores[from + i] - mean);
      }
      double divisor = spec.amplify() ? Math.sqrt(square / (group - 1)) + EPS : 1;
      for (int i = 0; i < group; i++) {
        rewards[from + i] = (float) ((scores[from + i] - mean) / divisor);
      }
    }
    return rewards;
  }
}
