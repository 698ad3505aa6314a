package dev.attune.task;

import dev.attune.dataset.ImageDataset;
import dev.attune.dataset.PictureDataset;
import dev.attune.vision.SampleRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which sample of a set stands at which place of a run. The places of one order follow those of the
 * order before; each order has the same samples. Not thread-safe.
 */
public final class Places {
  /** Numbers of generators that no sample has. */
  private static final int ORDER = -1;

  private static final int FIRST_ROUND = Integer.MIN_VALUE;

  private final int[] samples;
  private final SampleStream stream;
  private int shuffledFor = -1;
  private int[] shuffled = {};

  /**
   * @param samples indices within the set, ascending
   */
  private Places(int[] samples, SampleStream stream) {
    this.samples = samples;
    this.stream = stream;
  }

  /** The places of a run on a set. */
  public static Places of(TaskSpec spec, PictureDataset set) {
    SampleStream stream = spec.stream();
    if (stream.sample() == Sampling.FIRST || spec.limit() >= set.size()) {
      return new Places(IntStream.range(0, spec.limit()).toArray(), stream);
    }
    IntUnaryOperator label = set instanceof ImageDataset classes ? classes::label : sample -> 0;
    return new Places(balanced(set.size(), label, spec.limit(), spec.seed()), stream);
  }

  /** The first samples of a set, as it lists them. */
  public static Places listed(int size) {
    return new Places(IntStream.range(0, size).toArray(), SampleStream.AS_LISTED);
  }

  /** Takes one sample of each class in turn, until there are enough; ascending. */
  private static int[] balanced(int size, IntUnaryOperator label, int limit, long seed) {
    Map<Integer, List<Integer>> classes = new TreeMap<>();
    for (int sample = 0; sample < size; sample++) {
      classes.computeIfAbsent(label.applyAsInt(sample), c -> new ArrayList<>()).add(sample);
    }
    List<int[]> left = new ArrayList<>();
    classes.forEach(
        (c, of) -> left.add(shuffled(of.stream().mapToInt(Integer::intValue).toArray(), ~seed, c)));
    int[] taken = new int[limit];
    int count = 0;
    for (int round = 0; count < limit; round++) {
      int now = round;
      left.removeIf(of -> of.length <= now);
      int[] turn = shuffled(IntStream.range(0, left.size()).toArray(), ~seed, FIRST_ROUND + round);
      for (int t = 0; t < turn.length && count < limit; t++) {
        taken[count++] = left.get(turn[t])[round];
      }
    }
    Arrays.sort(taken);
    return taken;
  }

  private static int[] shuffled(int[] values, long seed, int number) {
    int[] places = SampleRandom.shuffled(values.length, SampleRandom.of(seed, number));
    return Arrays.stream(places).map(p -> values[p]).toArray();
  }

  /** The index within the set of the sample at a place. */
  public int index(int place) {
    int number = place / samples.length;
    int within = place % samples.length;
    Long seed = stream.seed(number);
    if (seed == null) {
      return samples[within];
    }
    if (number != shuffledFor) {
      shuffled = shuffled(samples, seed, ORDER);
      shuffledFor = number;
    }
    return shuffled[within];
  }

  /** One past the last place of the order that a place is in. */
  public int end(int place) {
    return (place / samples.length + 1) * samples.length;
  }
}
