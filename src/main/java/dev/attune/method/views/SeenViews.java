package dev.attune.method.views;

import ai.djl.ndarray.NDArray;
import dev.attune.method.Choosing;
import dev.attune.method.Query;
import dev.attune.method.gradient.ConfidenceSelection;
import dev.attune.method.options.Views;
import dev.attune.model.Scopes;

/**
 * Views of a picture beside the candidates, on the host.
 *
 * @param features (V, D), normalised, the plain view first
 * @param cosines (V, C)
 */
@SuppressWarnings("ArrayRecordComponent") // numbers, compared nowhere
public record SeenViews(float[][] features, float[][] cosines) {

  /** The views of a query. */
  public static SeenViews of(Query query, Views views, Choosing classes) {
    return Scopes.call(() -> of(query.features(views), classes.candidates()));
  }

  /** Views by their features: (V, D) and (C, D), normalised. */
  public static SeenViews of(NDArray features, NDArray candidates) {
    return new SeenViews(rows(features), rows(features.matMul(candidates.transpose())));
  }

  /** A matrix as rows. */
  public static float[][] rows(NDArray matrix) {
    int width = (int) matrix.getShape().get(1);
    float[] flat = matrix.toFloatArray();
    float[][] rows = new float[flat.length / width][width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(flat, i * width, rows[i], 0, width);
    }
    return rows;
  }

  public int count() {
    return features.length;
  }

  public int classes() {
    return cosines[0].length;
  }

  /** Logits of one view. */
  public float[] logits(int view, double scale) {
    float[] logits = cosines[view].clone();
    for (int c = 0; c < logits.length; c++) {
      logits[c] *= (float) scale;
    }
    return logits;
  }

  /** Softmax entropy of each view, in nats. */
  public double[] entropies(double scale) {
    return ConfidenceSelection.entropies(allLogits(scale), classes());
  }

  /** The most confident views, in ascending order of entropy; a share of 1 orders all. */
  public int[] mostConfident(double scale, double share) {
    return ConfidenceSelection.select(allLogits(scale), classes(), share);
  }

  private float[] allLogits(double scale) {
    float[] all = new float[count() * classes()];
    for (int v = 0; v < count(); v++) {
      System.arraycopy(logits(v, scale), 0, all, v * classes(), classes());
    }
    return all;
  }
}
