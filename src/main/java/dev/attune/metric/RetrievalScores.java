package dev.attune.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a picture with all its captions, and what is measured. The picture is a query for
 * texts, each caption one for pictures. Resampling draws pictures with their captions, since a
 * picture's captions are no independent queries.
 */
public final class RetrievalScores {
  /** The best rank of a right text for the picture: how many wrong ones come before it. */
  public static final String I2T_RANK = "i2tRank";

  /**
   * With a number after it, the best rank of a right picture for the caption of that number, or
   * {@link #NO_CAPTION}.
   */
  public static final String T2I_RANK = "t2iRank";

  /** Where a picture has fewer captions than others. */
  public static final int NO_CAPTION = -1;

  /**
   * Recalls are fractions 0 to 1, {@code rsum} is their sum, 0 to 6; median ranks begin at 1. In
   * the order in which they should be shown; the first leads the leaderboard.
   */
  public static final Map<String, MetricDefinition> METRICS = metrics();

  private RetrievalScores() {}

  /**
   * The best rank of a right candidate. Among equal scores the lower index comes first. Scores that
   * are not numbers come before all: a model that diverged gains nothing.
   *
   * @param scores (N), one for each candidate
   * @param right indices of the right ones, at least one
   * @return 0 for the best
   */
  public static int rank(float[] scores, int[] right) {
    int best = right[0];
    for (int r : right) {
      boolean higher = scores[r] > scores[best] || (scores[r] == scores[best] && r < best);
      best = higher || Float.isNaN(scores[best]) ? r : best;
    }
    int rank = 0;
    for (int c = 0; c < scores.length; c++) {
      boolean after =
          c == best || scores[c] < scores[best] || (scores[c] == scores[best] && c > best);
      rank += after ? 0 : 1;
    }
    return rank;
  }

  /**
   * A picture's row.
   *
   * @param i2t rank of its best text
   * @param t2i ranks of the picture for its captions
   * @param captions most captions of any picture of the set
   */
  public static Map<String, Double> row(int i2t, int[] t2i, int captions) {
    Map<String, Double> row = new LinkedHashMap<>();
    row.put(I2T_RANK, (double) i2t);
    for (int c = 0; c < captions; c++) {
      row.put(T2I_RANK + c, (double) (c < t2i.length ? t2i[c] : NO_CAPTION));
    }
    return row;
  }

  private static Map<String, MetricDefinition> metrics() {
    List<Metric> i2t = recalls(I2T_RANK);
    List<Metric> t2i = recalls(T2I_RANK);
    Metric i2tMean = new SumOf(i2t, 1.0 / i2t.size());
    Metric t2iMean = new SumOf(t2i, 1.0 / t2i.size());
    Metric meanRecall = new SumOf(List.of(i2tMean, t2iMean), 0.5);
    Metric rsum = new SumOf(List.of(new SumOf(i2t, 1), new SumOf(t2i, 1)), 1);
    return MetricDefinition.byName(
        List.of(
            MetricDefinition.share("meanRecall", "Mean recall", meanRecall),
            MetricDefinition.share("rsum", "Sum of recalls", rsum),
            MetricDefinition.share("i2tR1", "Image to text, R@1", i2t.get(0)),
            MetricDefinition.share("i2tR5", "Image to text, R@5", i2t.get(1)),
            MetricDefinition.share("i2tR10", "Image to text, R@10", i2t.get(2)),
            MetricDefinition.share("t2iR1", "Text to image, R@1", t2i.get(0)),
            MetricDefinition.share("t2iR5", "Text to image, R@5", t2i.get(1)),
            MetricDefinition.share("t2iR10", "Text to image, R@10", t2i.get(2)),
            MetricDefinition.share("i2tMean", "Image to text, mean", i2tMean),
            MetricDefinition.share("t2iMean", "Text to image, mean", t2iMean),
            MetricDefinition.rank(
                "i2tMedianRank", "Image to text, median rank", new MedianRank(I2T_RANK)),
            MetricDefinition.rank(
                "t2iMedianRank", "Text to image, median rank", new MedianRank(T2I_RANK)),
            MetricDefinition.share("t2iR50", "Text to image, R@50", new Recall(T2I_RANK, 50))));
  }

  private static List<Metric> recalls(String ranks) {
    return List.of(new Recall(ranks, 1), new Recall(ranks, 5), new Recall(ranks, 10));
  }
}
