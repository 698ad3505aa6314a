package dev.attune.metric;

/**
 * The expected calibration error (Guo et al., 2017): samples are sorted into bins of equal width by
 * the confidence of their answer, and the distance between mean confidence and accuracy is averaged
 * over the bins, weighted by their samples.
 *
 * @param confidenceColumn the answer's probability, 0 to 1
 * @param rankColumn 0 where the answer is right
 * @param bins how many; a confidence on a border belongs to the lower bin
 */
public record CalibrationError(String confidenceColumn, String rankColumn, int bins)
    implements Metric {

  @Override
  public Statistic on(ScoreTable table) {
    double[] confidences = table.column(confidenceColumn);
    double[] ranks = table.column(rankColumn);
    int[] binOf = new int[ranks.length];
    double[] excess = new double[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      int bin = (int) Math.ceil(confidences[i] * bins) - 1;
      binOf[i] = Math.max(0, Math.min(bins - 1, bin));
      excess[i] = confidences[i] - (ranks[i] < 1 ? 1 : 0);
    }
    return weights -> {
      // |sum of confidences - sum of hits| of a bin is its gap times its samples
      double[] gaps = new double[bins];
      for (int i = 0; i < excess.length; i++) {
        gaps[binOf[i]] += weights[i] * excess[i];
      }
      double sum = 0;
      for (double gap : gaps) {
        sum += Math.abs(gap);
      }
      return sum / Weights.sum(weights);
    };
  }
}
