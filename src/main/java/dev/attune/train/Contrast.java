package dev.attune.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;

/** Symmetric InfoNCE over a batch of pairs (Radford et al. 2021). Letters: B pairs. */
final class Contrast {
  private Contrast() {}

  /**
   * The mean of both directions' cross-entropies, the target spread evenly over all that is right.
   *
   * @param logits (B, B)
   * @param accepted which column is right for a row; every row and column has one
   * @return a scalar
   */
  static NDArray loss(NDArray logits, boolean[][] accepted) {
    NDManager manager = logits.getManager();
    Shape shape = logits.getShape();
    NDArray ofRows =
        logits.logSoftmax(1).mul(Nn.fromHost(manager, targets(accepted, false), shape));
    NDArray ofColumns =
        logits.logSoftmax(0).mul(Nn.fromHost(manager, targets(accepted, true), shape));
    return Nn.scale(ofRows.add(ofColumns).sum(), -1 / (2f * accepted.length));
  }

  /** The same, where each row's only right column is its own. */
  static NDArray loss(NDArray logits) {
    boolean[][] own = new boolean[(int) logits.getShape().get(0)][];
    for (int i = 0; i < own.length; i++) {
      own[i] = new boolean[own.length];
      own[i][i] = true;
    }
    return loss(logits, own);
  }

  /** Accepted pairs as weights, (B, B): each row, or each column, sums to one. */
  private static float[] targets(boolean[][] accepted, boolean columns) {
    int b = accepted.length;
    float[] targets = new float[b * b];
    for (int i = 0; i < b; i++) {
      int right = 0;
      for (int j = 0; j < b; j++) {
        right += (columns ? accepted[j][i] : accepted[i][j]) ? 1 : 0;
      }
      for (int j = 0; j < b; j++) {
        if (columns ? accepted[j][i] : accepted[i][j]) {
          targets[columns ? j * b + i : i * b + j] = 1f / right;
        }
      }
    }
    return targets;
  }
}
