package dev.attune.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a video with all its captions, and what is measured (ALGORITHMS 5). Each caption
 * is a query for videos, the video one for captions. Resampling draws videos with their captions.
 */
public final class VideoScores {
  /** With a number after it, the video's rank for the caption of that number, or -1. */
  public static final String T2V_RANK = "t2vRank";

  /** The rank of the video's best caption among the best ones of all videos. */
  public static final String V2T_RANK = "v2tRank";

  /**
   * With a number after it, whether a caption that only the order of frames tells from those of the
   * reversed video finds its own before that one: 1, 0, a half of equal scores, or -1 for none.
   */
  public static final String ORDER = "order";

  /** The beta of QB-Norm that a text's videos were normalised with; 0 for none. */
  public static final String T2V_BETA = "t2vBeta";

  /** The same of a video's texts. */
  public static final String V2T_BETA = "v2tBeta";

  private static final int NO_CAPTION = -1;

  private static final String ORDER_ACCURACY = "orderAccuracy";

  /**
   * Recalls are fractions 0 to 1, {@code rsum} is the sum of all six; ranks begin at 1; {@code
   * orderAccuracy} is a fraction, a half by chance. In the order in which they should be shown; the
   * first leads the leaderboard.
   */
  public static final Map<String, MetricDefinition> METRICS = metrics();

  private VideoScores() {}

  /** Those of them that a table allows: order is asked for where captions tell it. */
  public static Map<String, MetricDefinition> metrics(ScoreTable scores) {
    Map<String, MetricDefinition> metrics = new LinkedHashMap<>(METRICS);
    boolean ordered =
        scores.columns().stream()
            .filter(c -> c.startsWith(ORDER))
            .flatMapToDouble(c -> Arrays.stream(scores.column(c)))
            .anyMatch(told -> told >= 0);
    if (!ordered) {
      metrics.remove(ORDER_ACCURACY);
    }
    if (!scores.columns().contains(T2V_BETA)) {
      metrics.remove(T2V_BETA);
      metrics.remove(V2T_BETA);
    }
    return metrics;
  }

  /**
   * The rank of the only right candidate: those strictly better, and half of those equal. Scores
   * that are not numbers come before all, and a right one that is none comes last: a model that
   * diverged gains nothing.
   *
   * @param scores (N), one for each candidate
   * @param right index of the right one
   * @return 0 for the best; a half more where an odd number is equal
   */
  public static double rank(float[] scores, int right) {
    int better = 0;
    int equal = -1; // itself
    for (float score : scores) {
      better += score <= scores[right] ? 0 : 1;
      equal += score == scores[right] ? 1 : 0;
    }
    return Float.isNaN(scores[right]) ? scores.length - 1 : better + equal / 2.0;
  }

  /**
   * Each video's best caption.
   *
   * @param scores (N), one for each caption
   * @param video whose each caption is, 0..M-1; each video has one
   * @return (M), not a number where one of the video's scores is none
   */
  public static float[] best(float[] scores, int[] video) {
    int videos = Arrays.stream(video).max().orElse(-1) + 1;
    float[] best = new float[videos];
    Arrays.fill(best, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < scores.length; c++) {
      best[video[c]] = Math.max(best[video[c]], scores[c]);
    }
    return best;
  }

  /**
   * A video's row.
   *
   * @param v2t rank of its captions
   * @param t2v ranks of the video for its captions
   * @param captions most captions of any video of the set
   */
  public static Map<String, Double> row(double v2t, double[] t2v, int captions) {
    Map<String, Double> row = new LinkedHashMap<>();
    row.put(V2T_RANK, v2t);
    for (int c = 0; c < captions; c++) {
      row.put(T2V_RANK + c, c < t2v.length ? t2v[c] : NO_CAPTION);
    }
    return row;
  }

  /**
   * What a video's captions of its direction give, beside its {@link #row}.
   *
   * @param own score of the video for each of them
   * @param reversed score of the reversed video for each of them
   * @param most such captions of any video of the set
   */
  public static Map<String, Double> order(double[] own, double[] reversed, int most) {
    Map<String, Double> row = new LinkedHashMap<>();
    for (int c = 0; c < most; c++) {
      double told = NO_CAPTION;
      if (c < own.length) {
        told = own[c] == reversed[c] ? 0.5 : own[c] > reversed[c] ? 1 : 0;
      }
      row.put(ORDER + c, told);
    }
    return row;
  }

  private static Map<String, MetricDefinition> metrics() {
    List<Metric> t2v = recalls(T2V_RANK);
    List<Metric> v2t = recalls(V2T_RANK);
    return MetricDefinition.byName(
        List.of(
            MetricDefinition.share("t2vR1", "Text to video, R@1", t2v.get(0)),
            MetricDefinition.share("t2vR5", "Text to video, R@5", t2v.get(1)),
            MetricDefinition.share("t2vR10", "Text to video, R@10", t2v.get(2)),
            MetricDefinition.rank(
                "t2vMedianRank", "Text to video, median rank", new MedianRank(T2V_RANK)),
            MetricDefinition.rank(
                "t2vMeanRank", "Text to video, mean rank", new MeanOfQueries(T2V_RANK, 1)),
            MetricDefinition.share("v2tR1", "Video to text, R@1", v2t.get(0)),
            MetricDefinition.share("v2tR5", "Video to text, R@5", v2t.get(1)),
            MetricDefinition.share("v2tR10", "Video to text, R@10", v2t.get(2)),
            MetricDefinition.rank(
                "v2tMedianRank", "Video to text, median rank", new MedianRank(V2T_RANK)),
            MetricDefinition.rank(
                "v2tMeanRank", "Video to text, mean rank", new MeanOfQueries(V2T_RANK, 1)),
            MetricDefinition.share(
                "rsum",
                "Sum of recalls",
                new SumOf(List.of(new SumOf(t2v, 1), new SumOf(v2t, 1)), 1)),
            MetricDefinition.share(
                ORDER_ACCURACY, "Order of frames told apart", new MeanOfQueries(ORDER, 0)),
            MetricDefinition.value(
                T2V_BETA, "Text to video, QB-Norm's beta", new MeanOfQueries(T2V_BETA, 0)),
            MetricDefinition.value(
                V2T_BETA, "Video to text, QB-Norm's beta", new MeanOfQueries(V2T_BETA, 0))));
  }

  private static List<Metric> recalls(String ranks) {
    return List.of(new Recall(ranks, 1), new Recall(ranks, 5), new Recall(ranks, 10));
  }
}
