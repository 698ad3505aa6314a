package dev.attune.metric.caption;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs of words and how often they occur. */
final class NGrams {
  /** The longest run that BLEU and CIDEr look at. */
  static final int MAX = 4;

  private NGrams() {}

  /** All runs of 1 to {@link #MAX} words; a run's length is the list's. */
  static Map<List<String>, Integer> count(List<String> words) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int n = 1; n <= MAX; n++) {
      for (int from = 0; from + n <= words.size(); from++) {
        counts.merge(List.copyOf(words.subList(from, from + n)), 1, Integer::sum);
      }
    }
    return counts;
  }
}
