package dev.attune.metric;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Scores corrected by those of earlier queries, so that a candidate which many queries find is
 * found less (the part without a gradient of HAT-VTR, ICLR 2026, arXiv 2604.20851). Letters: B
 * queries, N candidates.
 */
public final class HubMemory {
  /** Inverse temperature of cosines among the queries of a candidate. */
  private static final double OF_QUERIES = 100;

  /** The same among the candidates of a query. */
  private static final double OF_CANDIDATES = 10;

  private final int batch;
  private final int most;
  private final double scale;
  private final Deque<Batch> batches = new ArrayDeque<>();

  /**
   * A batch that was seen, raw.
   *
   * @param rows (B, N)
   * @param sums (N), over the rows: all that later batches ask of it
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
  private record Batch(float[][] rows, double[] sums) {}

  /**
   * @param batch B, of a whole batch; a smaller one is a run's last and is not remembered
   * @param most batches that are remembered
   * @param scale what the scores are over cosines
   */
  public HubMemory(int batch, int most, double scale) {
    this.batch = batch;
    this.most = most;
    this.scale = scale;
  }

  /**
   * Corrects a batch, and remembers it. The first one is returned as it is.
   *
   * @param rows (B, N), kept and not to be written to
   * @return (B, N)
   */
  public float[][] corrected(float[][] rows) {
    double[] own = sums(rows);
    float[][] corrected = batches.isEmpty() ? rows : corrected(rows, own);
    if (rows.length == batch) {
      remember(new Batch(rows, own));
    }
    return corrected;
  }

  private float[][] corrected(float[][] rows, double[] own) {
    double[] sums = own.clone();
    for (Batch earlier : batches) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += earlier.sums()[c];
      }
    }
    float[][] corrected = new float[rows.length][sums.length];
    for (int q = 0; q < rows.length; q++) {
      float[] row = rows[q];
      double[] likely = new double[row.length];
      double all = 0;
      for (int c = 0; c < row.length; c++) {
        likely[c] = Math.exp(OF_CANDIDATES * (row[c] / scale - 1));
        all += likely[c];
      }
      for (int c = 0; c < row.length; c++) {
        double wanted = ofQueries(row[c]) / sums[c];
        corrected[q][c] = (float) (row[c] * (wanted + likely[c] / all) / 2);
      }
    }
    return corrected;
  }

  /** For each candidate, the sum over some queries of which a softmax is taken. */
  private double[] sums(float[][] rows) {
    double[] sums = new double[rows[0].length];
    for (float[] row : rows) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += ofQueries(row[c]);
      }
    }
    return sums;
  }

  /** Cosines are at most 1, so nothing overflows. */
  private double ofQueries(float score) {
    return Math.exp(OF_QUERIES * (score / scale - 1));
  }

  private void remember(Batch last) {
    batches.addLast(last);
    if (batches.size() > most) {
      batches.removeFirst();
    }
  }

  /** All rows that are remembered, oldest first. */
  public List<float[]> rows() {
    List<float[]> rows = new ArrayList<>();
    batches.forEach(b -> rows.addAll(Arrays.asList(b.rows())));
    return rows;
  }

  /** Remembers rows instead of what it does, a whole number of batches. */
  public void restore(List<float[]> rows) {
    batches.clear();
    for (int from = 0; from < rows.size(); from += batch) {
      float[][] own = rows.subList(from, from + batch).toArray(float[][]::new);
      remember(new Batch(own, sums(own)));
    }
  }
}
