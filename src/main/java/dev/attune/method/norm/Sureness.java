package dev.attune.method.norm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import dev.attune.method.Tuned;
import dev.attune.method.gradient.Descent;
import dev.attune.method.gradient.EntropyObjective;
import dev.attune.method.norm.OnlineNorms.Found;
import dev.attune.model.Nn;
import java.util.Arrays;

/**
 * The mean entropy of the pictures that the tower is sure of. Where it is sure of none, the loss
 * and all gradients are zero. Letters: B pictures, N classes.
 */
final class Sureness implements OnlineNorms.Rule {
  private final Tuned tuned;
  private final double below;
  private float[] logits = {};
  private boolean[] sure = {};

  /**
   * @param below entropy in nats from which on a picture is left out
   */
  Sureness(Tuned tuned, double below) {
    this.tuned = tuned;
    this.below = below;
  }

  @Override
  public Found gradients(int number, NDArray rows, NormState state, Listener listener) {
    boolean[] all = new boolean[(int) rows.getShape().get(0)];
    Arrays.fill(all, true);
    return gradients(number, rows, all, listener);
  }

  /**
   * The gradients of one pass.
   *
   * @param among (B), the pictures that may count
   */
  Found gradients(int number, NDArray rows, boolean[] among, Listener listener) {
    Step step = Descent.gradients(number, () -> loss(rows, among), listener);
    return new Found(step, logits);
  }

  /** (B), the pictures that counted in the last pass. */
  boolean[] sure() {
    return sure;
  }

  private Descent.Loss loss(NDArray rows, boolean[] among) {
    NDArray found = tuned.tuning(rows).logits();
    NDArray entropies = EntropyObjective.ofRows(found);
    logits = found.stopGradient().toFloatArray();
    float[] values = entropies.stopGradient().toFloatArray();
    float[] weights = new float[values.length];
    sure = new boolean[values.length];
    int count = 0;
    for (int b = 0; b < values.length; b++) {
      sure[b] = among[b] && values[b] < below;
      count += sure[b] ? 1 : 0;
    }
    for (int b = 0; b < values.length; b++) {
      weights[b] = sure[b] ? 1f / count : 0;
    }
    NDArray shares = Nn.fromHost(rows.getManager(), weights, new Shape(weights.length));
    return Descent.Loss.of(entropies.mul(shares).sum(), found);
  }
}
