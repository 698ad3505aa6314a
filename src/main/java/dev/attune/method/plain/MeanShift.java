package dev.attune.method.plain;

import dev.attune.method.gradient.Softmax;
import dev.attune.method.options.Rate;
import dev.attune.method.options.Whole;
import dev.attune.method.views.Host;
import dev.attune.method.views.SeenViews;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Mean shift over views, each of which counts by its inlierness (Zanella and Ben Ayed 2024). */
public record MeanShift(
    @Schema(title = "Lambda y", description = "weight of the inlierness' entropy, above 0") @Rate
        double lambdaY,
    @Schema(title = "Lambda q", description = "weight of the agreement between views") @Rate
        double lambdaQ,
    @Schema(title = "Rounds", description = "of inlierness and mode in turn") @Whole(min = 1)
        int outerIterations,
    @Schema(title = "Iterations a round", description = "at most, of each of the two")
        @Whole(min = 1)
        int innerIterations,
    @Schema(title = "Threshold", description = "change below which a round ends early") @Rate
        double threshold) {

  /** The paper's. */
  public static final MeanShift PAPERS = new MeanShift(0.2, 4, 5, 5, 1e-6);

  /** Views that are the same have no distance; the authors' program divides by it. */
  private static final double LEAST_BANDWIDTH = 1e-6;

  /**
   * @param mode (D), normalised
   * @param inlierness (V), sums to 1
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
  record Found(double[] mode, double[] inlierness) {

    /** Logits of the classes, whose features are (C, D). */
    float[] logits(float[][] texts, double scale) {
      float[] mode = Host.floats(this.mode);
      float[] logits = new float[texts.length];
      for (int c = 0; c < logits.length; c++) {
        logits[c] = (float) (scale * Host.dot(mode, texts[c]));
      }
      return logits;
    }

    /** The views, those that belong to the mode most first. */
    List<Integer> byInlierness() {
      return IntStream.range(0, inlierness.length)
          .boxed()
          .sorted(Comparator.comparingDouble(v -> -inlierness[v]))
          .toList();
    }
  }

  /** How many others decide a view's bandwidth. */
  static int neighbours(int views) {
    return (int) (0.3 * (views - 1));
  }

  Found find(SeenViews seen, double scale) {
    double[][] x = Arrays.stream(seen.features()).map(Host::doubles).toArray(double[][]::new);
    double[][] affinity = affinity(seen, scale);
    double[] bandwidth = bandwidths(x);
    double[] y = new double[x.length];
    Arrays.fill(y, 1.0 / y.length);
    double[] mode = x[0].clone();
    for (int round = 0; round < outerIterations; round++) {
      y = inlierness(y, densities(x, mode, bandwidth), affinity);
      mode = mode(mode, x, y, bandwidth);
    }
    return new Found(mode, y);
  }

  private double[] inlierness(double[] start, double[] density, double[][] affinity) {
    double[] y = start;
    for (int i = 0; i < innerIterations; i++) {
      double[] next = new double[y.length];
      double max = Double.NEGATIVE_INFINITY;
      for (int n = 0; n < next.length; n++) {
        next[n] = (density[n] + lambdaQ * dot(affinity[n], y)) / lambdaY;
        max = Math.max(max, next[n]);
      }
      double sum = 0;
      for (int n = 0; n < next.length; n++) {
        next[n] = Math.exp(next[n] - max);
        sum += next[n];
      }
      for (int n = 0; n < next.length; n++) {
        next[n] /= sum;
      }
      boolean settled = Math.sqrt(squaredDistance(next, y)) < threshold;
      y = next;
      if (settled) {
        break;
      }
    }
    return y;
  }

  private double[] mode(double[] start, double[][] x, double[] y, double[] bandwidth) {
    double[] mode = start;
    for (int i = 0; i < innerIterations; i++) {
      double[] density = densities(x, mode, bandwidth);
      double[] next = new double[mode.length];
      for (int n = 0; n < x.length; n++) {
        for (int d = 0; d < next.length; d++) {
          next[d] += density[n] * y[n] * x[n][d];
        }
      }
      Host.normalise(next);
      boolean settled = Math.sqrt(squaredDistance(next, mode)) < threshold;
      mode = next;
      if (settled) {
        break;
      }
    }
    return mode;
  }

  private static double[] densities(double[][] x, double[] mode, double[] bandwidth) {
    double[] density = new double[x.length];
    for (int n = 0; n < density.length; n++) {
      density[n] = Math.exp(-squaredDistance(x[n], mode) / (2 * bandwidth[n] * bandwidth[n]));
    }
    return density;
  }

  /** Root of half the mean squared distance to the nearest others. */
  static double[] bandwidths(double[][] x) {
    int others = neighbours(x.length);
    double[] bandwidth = new double[x.length];
    for (int n = 0; n < bandwidth.length; n++) {
      double[] own = x[n];
      double near =
          Arrays.stream(x)
              .mapToDouble(other -> squaredDistance(own, other))
              .sorted()
              .skip(1)
              .limit(others)
              .average()
              .orElse(0);
      bandwidth[n] = Math.max(Math.sqrt(near / 2), LEAST_BANDWIDTH);
    }
    return bandwidth;
  }

  /** How far each two views agree: inner products of their class probabilities. */
  static double[][] affinity(SeenViews seen, double scale) {
    int views = seen.count();
    float[][] p = new float[views][];
    for (int v = 0; v < views; v++) {
      p[v] = Softmax.of(seen.logits(v, scale), 0, seen.classes());
    }
    double[][] affinity = new double[views][views];
    for (int i = 0; i < views; i++) {
      for (int j = 0; j <= i; j++) {
        affinity[i][j] = affinity[j][i] = Host.dot(p[i], p[j]);
      }
    }
    return affinity;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
