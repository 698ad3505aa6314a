package dev.attune.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
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

  /** Top-1 and top-5 accuracy and the expected calibration error over 15 bins, in this order. */
  public static final Map<String, Metric> METRICS = metrics();

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
    float right = logits[label];
    double max = Double.NEGATIVE_INFINITY;
    int rank = 0;
    for (int c = 0; c < logits.length; c++) {
      max = Math.max(max, logits[c]);
      boolean behind = c == label || logits[c] < right || (logits[c] == right && c > label);
      if (!behind) {
        rank++;
      }
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    double confidence = Double.isFinite(sum) ? 1 / sum : 0;
    return Map.of(RANK, (double) rank, CONFIDENCE, confidence, LABEL, (double) label);
  }

  private static Map<String, Metric> metrics() {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    metrics.put("top1", new Accuracy(RANK, 1));
    metrics.put("top5", new Accuracy(RANK, 5));
    metrics.put("ece", new CalibrationError(CONFIDENCE, RANK, 15));
    return Collections.unmodifiableMap(metrics);
  }
}
