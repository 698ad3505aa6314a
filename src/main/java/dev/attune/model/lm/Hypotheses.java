package dev.attune.model.lm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The best finished sequences so far, as many as there are beams. */
final class Hypotheses {
  private final Decoding decoding;
  private final List<Generated> kept = new ArrayList<>();

  Hypotheses(Decoding decoding) {
    this.decoding = decoding;
  }

  /**
   * Takes a sequence in, if it is among the best.
   *
   * @param tokens the sequence, with its end token where it has one
   * @param logProbability sum over its tokens
   * @param length tokens that the score counts: those without the end token
   */
  void add(long[] tokens, double logProbability, int length) {
    double score = normalised(logProbability, length);
    if (kept.size() < decoding.beams() || score > worst()) {
      kept.add(new Generated(tokens, score));
      kept.sort(Comparator.comparingDouble(Generated::score)); // stable, worst first
      if (kept.size() > decoding.beams()) {
        kept.remove(0);
      }
    }
  }

  /**
   * Whether no running sequence can do better any more.
   *
   * @param bestLogProbability of the running ones
   * @param length theirs
   */
  boolean done(double bestLogProbability, int length) {
    return kept.size() == decoding.beams()
        && (decoding.earlyStopping() || worst() >= normalised(bestLogProbability, length));
  }

  private double worst() {
    return kept.get(0).score();
  }

  private double normalised(double logProbability, int length) {
    return logProbability / Math.pow(length, decoding.lengthPenalty());
  }

  /** The best, best first. */
  List<Generated> best(int count) {
    List<Generated> best = new ArrayList<>();
    for (int i = kept.size() - 1; i >= 0 && best.size() < count; i--) {
      best.add(kept.get(i));
    }
    return best;
  }
}
