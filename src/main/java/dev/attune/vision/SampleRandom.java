package dev.attune.vision;

import java.util.Random;
import java.util.random.RandomGenerator;

/** The source of a sample's randomness. */
public final class SampleRandom {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private SampleRandom() {}

  /**
   * A fresh generator for one sample: it depends on the experiment's seed and the sample's index
   * only, never on what ran before. The generator is {@link Random}, the one whose sequence the
   * Java platform specifies to the last bit.
   */
  public static RandomGenerator of(long seed, int index) {
    return new Random(mix(mix(seed) + index * GOLDEN_GAMMA));
  }

  /** The numbers below {@code size} in a random order. */
  public static int[] shuffled(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Spreads neighbouring values over all 64 bits: the finaliser of SplitMix64. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
