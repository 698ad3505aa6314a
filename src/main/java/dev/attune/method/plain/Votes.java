package dev.attune.method.plain;

import dev.attune.method.Answer;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Votes of the kept views for the classes (Farina et al. 2024, ZERO).
 *
 * @param votes (C)
 * @param winner the class with most votes, ties broken
 * @param cosines (C), the voters' mean
 */
@SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
record Votes(float[] votes, int winner, float[] cosines) {

  /**
   * Counts them. Of several classes with most votes the first wins that a view names which was not
   * kept, most confident first. Where none names one, it is the one of them that the most confident
   * such view finds nearest; the authors' program takes another class there by a slip. Where all
   * views were kept, it is the nearest to the voters' mean.
   *
   * @param voters (K, C), cosines of the kept views, maybe by a judge
   * @param policy all views by the policy
   * @param order of all views, most confident first; K of them are kept
   */
  static Votes count(float[][] voters, SeenViews policy, int[] order, ZeroScale scale) {
    float[] votes = new float[policy.classes()];
    for (float[] cosines : voters) {
      scale.vote(cosines, votes);
    }
    float[] mean = Host.mean(List.of(voters));
    float most = votes[Host.best(votes)];
    int[] tied = IntStream.range(0, votes.length).filter(c -> votes[c] == most).toArray();
    return new Votes(
        votes, tied.length == 1 ? tied[0] : winner(tied, policy, order, voters.length, mean), mean);
  }

  private static int winner(int[] tied, SeenViews policy, int[] order, int kept, float[] mean) {
    for (int v = kept; v < order.length; v++) {
      int named = Host.best(policy.cosines()[order[v]]);
      if (IntStream.of(tied).anyMatch(c -> c == named)) {
        return named;
      }
    }
    float[] nearest = kept < order.length ? policy.cosines()[order[kept]] : mean;
    return IntStream.of(tied)
        .boxed()
        .max(
            Comparator.<Integer>comparingDouble(c -> nearest[c])
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  /** The winner first, then by votes; of equally many the one nearer to the voters first. */
  Answer answer() {
    int[] ranked =
        IntStream.range(0, votes.length)
            .boxed()
            .sorted(
                Comparator.<Integer, Boolean>comparing(c -> c != winner)
                    .thenComparing(c -> -votes[c])
                    .thenComparing(c -> -cosines[c]))
            .mapToInt(c -> c)
            .toArray();
    float[] order = new float[votes.length];
    for (int rank = 0; rank < ranked.length; rank++) {
      order[ranked[rank]] = -rank;
    }
    return Answer.Scores.votes(votes, order);
  }
}
