package dev.attune.metric;

import java.util.List;
import java.util.Map;

/** What is kept of a classified sample, and what is measured; all values are fractions 0 to 1. */
public final class ClassificationScores {
  /** How many classes are scored higher than the right one. */
  public static final String RANK = "rank";

  /** The probability of the answer, which is the likeliest class. */
  public static final String CONFIDENCE = "confidence";

  /** The right class's number. */
  public static final String LABEL = "label";

  public static final List<String> COLUMNS = List.of(RANK, CONFIDENCE, LABEL);

  /**
   * Top-1 and top-5 accuracy and the expected calibration error over 15 bins, in the order in which
   * they should be shown. The first leads the leaderboard.
   */
  public static final Map<String, MetricDefinition> METRICS =
      MetricDefinition.byName(
          List.of(
              MetricDefinition.share("top1", "Top-1 accuracy", new Accuracy(RANK, 1)),
              MetricDefinition.share("top5", "Top-5 accuracy", new Accuracy(RANK, 5)),
              MetricDefinition.error(
                  "ece", "Calibration error", new CalibrationError(CONFIDENCE, RANK, 15))));

  private ClassificationScores() {}

  /**
   * A sample's row. Among equal scores the lower class number comes first. Scores that are not
   * numbers count against the right class, and leave no confidence: a model that diverged gains
   * nothing.
   *
   * @param logits {@code (N)}, one for each class, before softmax
   * @param label the right class, 0 to {@code N - 1}
   */
  public static Map<String, Double> row(float[] logits, int label) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    return row(logits, Double.isFinite(sum) ? 1 / sum : 0, label);
  }

  /**
   * The same of scores that are no logits.
   *
   * @param scores {@code (N)}, one for each class, higher for the better
   * @param confidence in the best class, 0 to 1
   */
  public static Map<String, Double> row(float[] scores, double confidence, int label) {
    float right = scores[label];
    int rank = 0;
    for (int c = 0; c < scores.length; c++) {
      boolean after = c == label || scores[c] < right || (scores[c] == right && c > label);
      if (!after) {
        rank++;
      }
    }
    return Map.of(RANK, (double) rank, CONFIDENCE, confidence, LABEL, (double) label);
  }
}
