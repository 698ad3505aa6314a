package dev.attune.task;

import dev.attune.method.Chosen;
import dev.attune.method.Step;
import dev.attune.method.gradient.Softmax;
import dev.attune.method.schema.Leaf;
import dev.attune.method.schema.OptionSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What ranks first by a row of scores. */
public final class Ranking {
  private Ranking() {}

  /** The candidates of the highest scores, fewer where there are fewer, best first. */
  public static int[] top(float[] scores, int most) {
    return Softmax.topK(scores, 0, scores.length, Math.min(most, scores.length));
  }

  /**
   * The same with their names and probabilities.
   *
   * @param scores before softmax
   */
  public static List<SampleResult.Candidate> top(
      float[] scores, int most, IntFunction<String> name) {
    float[] probabilities = Softmax.of(scores, 0, scores.length);
    List<SampleResult.Candidate> top = new ArrayList<>();
    for (int c : top(scores, most)) {
      top.add(new SampleResult.Candidate(name.apply(c), probabilities[c]));
    }
    return top;
  }

  /** A step in words, with the candidates of the most confident view. */
  public static NamedStep named(Step step, IntFunction<String> name) {
    return new NamedStep(
        step.loss(),
        step.ofFirstView().stream()
            .map(
                c ->
                    new NamedCandidate(
                        c.index() < 0 ? c.text() : name.apply(c.index()),
                        c.score(),
                        (double) c.reward()))
            .toList());
  }

  /**
   * Throws unless there are as many candidates as a method samples.
   *
   * @param what for the message, such as {@code texts of scenes}
   * @throws TaskException when there are not
   */
  public static void checkCandidates(Chosen<?> chosen, int count, String what) {
    for (Leaf leaf : OptionSchema.of(chosen.method().options()).leaves()) {
      if (leaf.upToCandidates()
          && OptionSchema.value(chosen.options(), leaf) instanceof Integer wanted
          && wanted > count) {
        throw new TaskException(
            "method.%s: %d are more than the %d %s".formatted(leaf.name(), wanted, count, what));
      }
    }
  }
}
