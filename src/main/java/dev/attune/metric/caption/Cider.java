package dev.attune.metric.caption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CIDEr of a caption (Vedantam et al., 2015), in the form CIDEr-D that the COCO evaluation
 * computes: cosines of the weighted counts of 1- to 4-grams, with the candidate's counts clipped to
 * the reference's and a Gaussian penalty (sigma 6) on the difference in length.
 */
final class Cider {
  private static final double SIGMA = 6;

  private final CiderFrequencies frequencies;

  Cider(CiderFrequencies frequencies) {
    this.frequencies = frequencies;
  }

  /**
   * @param references at least one
   * @return 0 to 10
   */
  double score(List<String> candidate, List<List<String>> references) {
    Vector vector = new Vector(candidate);
    double sum = 0;
    for (List<String> reference : references) {
      sum += vector.similarity(new Vector(reference));
    }
    return 10 * sum / references.size();
  }

  /** A caption's n-grams times their weights, for each n apart. */
  private final class Vector {
    final List<Map<List<String>, Double>> weights = new ArrayList<>();
    final double[] norms = new double[NGrams.MAX];
    // The original counts a caption's bigrams for its length.
    final int length;

    Vector(List<String> words) {
      length = Math.max(0, words.size() - 1);
      for (int n = 0; n < NGrams.MAX; n++) {
        weights.add(new HashMap<>());
      }
      NGrams.count(words)
          .forEach(
              (ngram, count) -> {
                double weight = count * frequencies.weight(ngram);
                weights.get(ngram.size() - 1).put(ngram, weight);
                norms[ngram.size() - 1] += weight * weight;
              });
    }

    /** The mean over n. */
    double similarity(Vector reference) {
      double sum = 0;
      for (int n = 0; n < NGrams.MAX; n++) {
        double dot = 0;
        for (Map.Entry<List<String>, Double> entry : weights.get(n).entrySet()) {
          double other = reference.weights.get(n).getOrDefault(entry.getKey(), 0.0);
          dot += Math.min(entry.getValue(), other) * other;
        }
        double norm = Math.sqrt(norms[n]) * Math.sqrt(reference.norms[n]);
        sum += norm == 0 ? dot : dot / norm;
      }
      double delta = length - reference.length;
      return sum / NGrams.MAX * Math.exp(-delta * delta / (2 * SIGMA * SIGMA));
    }
  }
}
