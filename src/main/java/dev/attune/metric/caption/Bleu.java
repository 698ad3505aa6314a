package dev.attune.metric.caption;

import dev.attune.metric.Metric;
import dev.attune.metric.ScoreTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU of a corpus (Papineni et al., 2002): the geometric mean of the clipped precisions of 1- to
 * n-grams over all captions together, times a penalty when the captions are shorter than the
 * references closest to them in length. Precisions are kept from zero by {@code 1e-15} as the COCO
 * evaluation does. A single caption's score is that of a corpus of one.
 *
 * @param n the longest n-gram, 1 to 4
 */
public record Bleu(int n) implements Metric {
  private static final double TINY = 1e-15;
  private static final double SMALL = 1e-9;
  private static final String LENGTH = "length";
  private static final String REFERENCE_LENGTH = "referenceLength";

  /** What {@link #row} gives: matches and guesses of each n, and the two lengths in words. */
  static final List<String> COLUMNS = columns();

  private static List<String> columns() {
    List<String> columns = new ArrayList<>(List.of(LENGTH, REFERENCE_LENGTH));
    for (int n = 1; n <= NGrams.MAX; n++) {
      columns.add(matches(n));
      columns.add(guesses(n));
    }
    return List.copyOf(columns);
  }

  private static String matches(int n) {
    return "matches" + n;
  }

  private static String guesses(int n) {
    return "guesses" + n;
  }

  /**
   * What a caption adds to the corpus.
   *
   * @param references at least one
   */
  static Map<String, Double> row(List<String> candidate, List<List<String>> references) {
    Map<List<String>, Integer> most = new HashMap<>();
    for (List<String> reference : references) {
      NGrams.count(reference).forEach((ngram, count) -> most.merge(ngram, count, Math::max));
    }
    double[] matches = new double[NGrams.MAX];
    NGrams.count(candidate)
        .forEach(
            (ngram, count) ->
                matches[ngram.size() - 1] += Math.min(count, most.getOrDefault(ngram, 0)));
    Map<String, Double> row = new HashMap<>();
    row.put(LENGTH, (double) candidate.size());
    row.put(REFERENCE_LENGTH, (double) closestLength(candidate.size(), references));
    for (int n = 1; n <= NGrams.MAX; n++) {
      row.put(matches(n), matches[n - 1]);
      row.put(guesses(n), (double) Math.max(0, candidate.size() - n + 1));
    }
    return row;
  }

  /** Of two that are equally close, the shorter. */
  private static int closestLength(int length, List<List<String>> references) {
    int closest = references.get(0).size();
    for (List<String> reference : references) {
      int distance = Math.abs(reference.size() - length);
      int best = Math.abs(closest - length);
      if (distance < best || (distance == best && reference.size() < closest)) {
        closest = reference.size();
      }
    }
    return closest;
  }

  @Override
  public Statistic on(ScoreTable table) {
    double[] lengths = table.column(LENGTH);
    double[] referenceLengths = table.column(REFERENCE_LENGTH);
    double[][] matches = new double[n][];
    double[][] guesses = new double[n][];
    for (int k = 0; k < n; k++) {
      matches[k] = table.column(matches(k + 1));
      guesses[k] = table.column(guesses(k + 1));
    }
    return weights -> {
      double product = 1;
      for (int k = 0; k < n; k++) {
        product *= (sum(matches[k], weights) + TINY) / (sum(guesses[k], weights) + SMALL);
      }
      double ratio = (sum(lengths, weights) + TINY) / (sum(referenceLengths, weights) + SMALL);
      double penalty = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
      return Math.pow(product, 1.0 / n) * penalty;
    };
  }

  private static double sum(double[] values, int[] weights) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }
}
