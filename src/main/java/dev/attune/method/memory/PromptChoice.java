package dev.attune.method.memory;

import dev.attune.method.gradient.ConfidenceSelection;
import dev.attune.method.gradient.Softmax;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Which prompts a picture chooses, and on which views it tunes them (DynaPrompt, section 3.2). The
 * authors' program takes the ids of the prompts that suit for places in the order by entropy, and
 * compares the largest logits where the paper speaks of probabilities; so it is here.
 *
 * @param prompts those to tune, one of them perhaps twice
 * @param views those of lowest entropy under these prompts, in ascending order of it
 */
@SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
record PromptChoice(int[] prompts, int[] views) {

  /**
   * Chooses.
   *
   * @param logits for each prompt (V, C), row-major
   * @param classes C
   * @param oldest the prompt that was longest unused
   * @param share of the views
   */
  static PromptChoice of(List<float[]> logits, int classes, int oldest, double share) {
    double[][] entropies =
        logits.stream()
            .map(l -> ConfidenceSelection.entropies(l, classes))
            .toArray(double[][]::new);
    int[] prompts =
        prompts(
            descending(logits.size(), p -> Arrays.stream(entropies[p]).average().orElseThrow()),
            descending(logits.size(), p -> difference(logits.get(p), classes)),
            oldest);
    int views = entropies[0].length;
    int[] kept =
        ascending(views, v -> Arrays.stream(prompts).mapToDouble(p -> entropies[p][v]).sum())
            .limit(ConfidenceSelection.count(views, share))
            .toArray();
    return new PromptChoice(prompts, kept);
  }

  /** By how much a prompt's largest logit falls from the plain view to the others, in the mean. */
  static double difference(float[] logits, int classes) {
    double[] largest = new double[logits.length / classes];
    for (int v = 0; v < largest.length; v++) {
      largest[v] = logits[Softmax.topK(logits, v * classes, classes, 1)[0] + v * classes];
    }
    return Arrays.stream(largest).skip(1).map(l -> largest[0] - l).average().orElse(0);
  }

  private static int[] prompts(int[] byEntropy, int[] byDifference, int oldest) {
    int place = 0;
    while (byEntropy[place] != oldest) {
      place++;
    }
    int from = Math.min(place + 1, byEntropy.length - 1);
    int[] robust = Arrays.copyOf(byDifference, place);
    int[] suiting =
        Arrays.stream(byEntropy, from, byEntropy.length)
            .filter(p -> Arrays.stream(robust).anyMatch(r -> r == p))
            .sorted()
            .toArray();
    return IntStream.concat(Arrays.stream(suiting).map(p -> byEntropy[p]), IntStream.of(oldest))
        .toArray();
  }

  /** Of equal ones the first comes first. */
  private static int[] descending(int count, IntToDoubleFunction value) {
    return ascending(count, i -> -value.applyAsDouble(i)).toArray();
  }

  private static IntStream ascending(int count, IntToDoubleFunction value) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(value::applyAsDouble))
        .mapToInt(i -> i);
  }
}
