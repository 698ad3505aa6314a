package dev.attune.metric;

/**
 * The share of samples whose right answer is among the first {@code k}.
 *
 * @param rankColumn how many answers are scored higher than the right one: 0 is the best
 * @param k at least 1
 */
public record Accuracy(String rankColumn, int k) implements Metric {

  @Override
  public Statistic on(ScoreTable table) {
    double[] ranks = table.column(rankColumn);
    int[] hits = new int[ranks.length];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = ranks[i] < k ? 1 : 0;
    }
    return weights -> {
      long sum = 0;
      for (int i = 0; i < hits.length; i++) {
        sum += hits[i] * weights[i];
      }
      return (double) sum / Weights.sum(weights);
    };
  }
}
