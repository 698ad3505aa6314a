package dev.attune.vision;

/**
 * The weights of one resampling pass: for every output position the first input position, how many
 * are used, and their weights in fixed point.
 *
 * @param first the first input position of each output position
 * @param counts how many input positions each uses
 * @param weights {@code stride} for each output position, in units of 2^-{@value #PRECISION}
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one pass, compared nowhere
record Taps(int[] first, int[] counts, int[] weights, int stride) {
  /** Bits after the binary point: an 8-bit value and a sign, plus one bit of overshoot, remain. */
  static final int PRECISION = 22;

  /**
   * The weights that stretch {@code in} positions over {@code out} positions, of which only those
   * from {@code from} on, {@code count} in number, are made. Shrinking widens the kernel.
   */
  static Taps of(int in, int out, int from, int count, Filter filter) {
    double scale = (double) in / out;
    double widening = Math.max(scale, 1);
    double support = filter.radius() * widening;
    int stride = (int) Math.ceil(support) * 2 + 1;
    int[] first = new int[count];
    int[] counts = new int[count];
    int[] weights = new int[Math.multiplyExact(count, stride)];
    double[] exact = new double[stride];
    for (int i = 0; i < count; i++) {
      double centre = (from + i + 0.5) * scale;
      int lo = Math.max((int) (centre - support + 0.5), 0);
      int hi = Math.min((int) (centre + support + 0.5), in);
      double sum = 0;
      for (int p = lo; p < hi; p++) {
        sum += exact[p - lo] = filter.weight((p - centre + 0.5) * (1 / widening));
      }
      for (int p = lo; p < hi; p++) {
        double fixed = exact[p - lo] / sum * (1 << PRECISION);
        weights[i * stride + p - lo] = (int) (fixed + Math.copySign(0.5, fixed));
      }
      first[i] = lo;
      counts[i] = hi - lo;
    }
    return new Taps(first, counts, weights, stride);
  }

  /** The same for inputs and outputs that are counted from the other end. */
  Taps mirrored(int in) {
    int count = first.length;
    int[] begins = new int[count];
    int[] used = new int[count];
    int[] turned = new int[weights.length];
    for (int i = 0; i < count; i++) {
      int from = count - 1 - i;
      used[i] = counts[from];
      begins[i] = in - first[from] - counts[from];
      for (int k = 0; k < used[i]; k++) {
        turned[i * stride + k] = weights[from * stride + used[i] - 1 - k];
      }
    }
    return new Taps(begins, used, turned, stride);
  }

  /** The input position after the last that is used; windows are consecutive, so it is the max. */
  int end() {
    int last = first.length - 1;
    return first[last] + counts[last];
  }
}
