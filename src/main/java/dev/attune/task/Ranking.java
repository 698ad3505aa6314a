package dev.attune.task;

import dev.attune.method.gradient.Softmax;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What ranks first by a row of scores. */
final class Ranking {
  private Ranking() {}

  /** The candidates of the highest scores, fewer where there are fewer, best first. */
  static int[] top(float[] scores, int most) {
    return Softmax.topK(scores, 0, scores.length, Math.min(most, scores.length));
  }

  /**
   * The same with their names and probabilities.
   *
   * @param scores before softmax
   */
  static List<SampleResult.Candidate> top(float[] scores, int most, IntFunction<String> name) {
    float[] probabilities = Softmax.of(scores, 0, scores.length);
    List<SampleResult.Candidate> top = new ArrayList<>();
    for (int c : top(scores, most)) {
      top.add(new SampleResult.Candidate(name.apply(c), probabilities[c]));
    }
    return top;
  }
}
