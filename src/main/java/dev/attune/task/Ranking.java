package dev.attune.task;

import dev.attune.method.Answer;
import dev.attune.method.Chosen;
import dev.attune.method.Step;
import dev.attune.method.Trace;
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

  /** The same with their names and how confident the answer is of each. */
  public static List<SampleResult.Candidate> top(
      Answer answer, int most, IntFunction<String> name) {
    Answer.Scores scores = answer.scored();
    float[] confidence = confidence(scores);
    List<SampleResult.Candidate> top = new ArrayList<>();
    for (int c : top(scores.order(), most)) {
      top.add(new SampleResult.Candidate(name.apply(c), confidence[c]));
    }
    return top;
  }

  /**
   * Confidence in each candidate: the softmax of logits, of other scores their share of the sum.
   */
  public static float[] confidence(Answer.Scores scores) {
    float[] values = scores.values();
    if (scores.kind() == Answer.Scores.Kind.LOGITS) {
      return Softmax.of(values, 0, values.length);
    }
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    float[] shares = new float[values.length];
    for (int c = 0; c < shares.length; c++) {
      shares[c] = sum > 0 ? (float) (values[c] / sum) : 0;
    }
    return shares;
  }

  /** A query's steps in words. */
  public static List<NamedStep> named(Trace trace, IntFunction<String> name) {
    return trace.steps().stream().map(step -> named(step, name)).toList();
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
