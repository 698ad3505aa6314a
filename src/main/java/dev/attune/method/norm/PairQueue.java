package dev.attune.method.norm;

import dev.attune.method.views.Host;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The pairs of queries and candidates that look the most certain, of all batches so far (TCR).
 * Letters: B queries, D width.
 *
 * @param rows one a pair: how far it lies apart, its entropy, query (D), candidate (D)
 */
@SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
record PairQueue(float[][] rows) {
  private static final int HEAD = 2;

  private static final Comparator<float[]> NEAREST = Comparator.comparingDouble(row -> row[0]);

  /**
   * The queue with the best pairs of a batch.
   *
   * @param queries (B, D)
   * @param candidates (B, D), the nearest of each query
   * @param entropies (B), of each query over the batch's candidates
   * @param share of the batch that is taken
   * @param most pairs that are kept
   */
  PairQueue with(
      float[][] queries, float[][] candidates, float[] entropies, double share, int most) {
    float[] centre = Host.mean(List.of(queries));
    float[] other = Host.mean(List.of(candidates));
    List<float[]> batch = new ArrayList<>();
    for (int b = 0; b < queries.length; b++) {
      double apart =
          2 * distance(queries[b], candidates[b])
              - distance(queries[b], centre)
              - distance(candidates[b], other);
      batch.add(row(apart, entropies[b], queries[b], candidates[b]));
    }
    batch.sort(NEAREST);
    List<float[]> all = new ArrayList<>(Arrays.asList(rows));
    all.addAll(batch.subList(0, (int) (share * batch.size())));
    if (all.size() >= most) {
      all.sort(NEAREST);
      all = all.subList(0, most);
    }
    return new PairQueue(all.toArray(float[][]::new));
  }

  private static float[] row(double apart, float entropy, float[] query, float[] candidate) {
    float[] row = new float[HEAD + query.length + candidate.length];
    row[0] = (float) apart;
    row[1] = entropy;
    System.arraycopy(query, 0, row, HEAD, query.length);
    System.arraycopy(candidate, 0, row, HEAD + query.length, candidate.length);
    return row;
  }

  /** How far the means of queries and candidates lie apart. */
  double margin() {
    return distance(mean(0), mean(1));
  }

  private float[] mean(int half) {
    int width = (rows[0].length - HEAD) / 2;
    int from = HEAD + half * width;
    return Host.mean(
        Arrays.stream(rows)
            .map(row -> Host.doubles(Arrays.copyOfRange(row, from, from + width)))
            .map(vector -> Host.floats(Host.normalise(vector)))
            .toList());
  }

  /** The largest entropy, in nats. */
  float entropy() {
    float largest = 0;
    for (float[] row : rows) {
      largest = Math.max(largest, row[1]);
    }
    return largest;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
