package dev.attune.dataset.icons;

import java.util.List;

/**
 * A seeded stream of numbers for drawing: SplitMix64 (Steele, Lea, Flood 2014). Written out here
 * because the pictures are part of the benchmark's definition and must never change with a JDK.
 */
final class PictureRandom {

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private long state;

  /**
   * @param stream what the numbers are for; different streams are independent
   * @param seed the stream's seed
   * @param index which picture of the stream
   */
  PictureRandom(String stream, long seed, long index) {
    long h = mix(seed + GOLDEN);
    for (int i = 0; i < stream.length(); i++) {
      h = mix(h ^ stream.charAt(i)) + GOLDEN;
    }
    state = mix(h ^ mix(index * GOLDEN + 1));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [low, high). */
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Triangular in (-1, 1), cheap noise. */
  double triangular() {
    double first = uniform();
    return first - uniform();
  }

  /** Uniform in 0..bound-1. */
  int below(int bound) {
    return (int) ((nextLong() >>> 33) * bound >>> 31);
  }

  /** True with the given probability. */
  boolean chance(double probability) {
    return uniform() < probability;
  }

  <T> T pick(List<T> of) {
    return of.get(below(of.size()));
  }

  /** Standard normal, by Marsaglia's polar method. */
  double gaussian() {
    while (true) {
      double x = uniform(-1, 1);
      double y = uniform(-1, 1);
      double s = x * x + y * y;
      if (s > 0 && s < 1) {
        return x * Math.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  /** The numbers 0..n-1 in random order. */
  int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
