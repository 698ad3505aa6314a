package dev.attune.metric.caption.meteor;

import dev.attune.metric.Metric;
import dev.attune.metric.ScoreTable;
import java.util.List;
import java.util.Map;

/** METEOR of a corpus: the score of its captions' summed statistics. */
public record MeteorScore() implements Metric {
  /** What {@link #row} gives. */
  public static final List<String> COLUMNS =
      List.of(
          "meteorMatches",
          "meteorLength",
          "meteorReferenceMatches",
          "meteorReferenceLength",
          "meteorChunks",
          "meteorMatchedWords",
          "meteorUnmatched");

  /** A caption's statistics as scores of a table. */
  public static Map<String, Double> row(MeteorStatistics of) {
    return Map.of(
        COLUMNS.get(0), of.candidateMatches(),
        COLUMNS.get(1), of.candidateLength(),
        COLUMNS.get(2), of.referenceMatches(),
        COLUMNS.get(3), of.referenceLength(),
        COLUMNS.get(4), of.pieces(),
        COLUMNS.get(5), of.matchedWords(),
        COLUMNS.get(6), of.unmatched());
  }

  @Override
  public Statistic on(ScoreTable table) {
    double[][] columns = COLUMNS.stream().map(table::column).toArray(double[][]::new);
    return weights -> {
      double[] sums = new double[columns.length];
      for (int c = 0; c < sums.length; c++) {
        for (int i = 0; i < weights.length; i++) {
          sums[c] += weights[i] * columns[c][i];
        }
      }
      return new MeteorStatistics(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6])
          .score();
    };
  }
}
