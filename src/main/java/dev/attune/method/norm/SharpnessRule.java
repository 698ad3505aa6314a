package dev.attune.method.norm;

import ai.djl.ndarray.NDArray;
import dev.attune.method.Listener;
import dev.attune.method.Tuned;
import dev.attune.method.gradient.Descent;
import dev.attune.method.gradient.Snapshot;
import dev.attune.method.norm.OnlineNorms.Found;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * SAR's: the gradient of the sure pictures' entropy where it is largest nearby, and a fresh start
 * once the entropies have collapsed (Niu et al. 2023).
 */
final class SharpnessRule implements OnlineNorms.Rule {
  /** What the average of the losses keeps of itself. */
  private static final float KEEP = 0.9f;

  private final Tuned tuned;
  private final Sureness sureness;
  private final Sar.Options options;

  /**
   * @param below entropy in nats from which on a picture is left out
   */
  SharpnessRule(Tuned tuned, double below, Sar.Options options) {
    this.tuned = tuned;
    this.options = options;
    sureness = new Sureness(tuned, below);
  }

  @Override
  public Found gradients(int number, NDArray rows, NormState state, Listener listener) {
    Found found = sureness.gradients(number, rows, state, listener);
    boolean[] sure = sureness.sure();
    List<NDArray> here = Snapshot.of(rows.getManager(), tuned.trainable());
    climb();
    float loss = sureness.gradients(number, rows, sure, Listener.NONE).step().loss();
    Snapshot.restore(here, tuned.trainable());
    if (count(sureness.sure()) > 0) {
      float before = state.average();
      state.average(Float.isNaN(before) ? loss : KEEP * before + (1 - KEEP) * loss);
    }
    return found;
  }

  static int count(boolean[] sure) {
    int count = 0;
    for (boolean one : sure) {
      count += one ? 1 : 0;
    }
    return count;
  }

  /** Goes a fixed way up along all gradients, which are cleared. */
  private void climb() {
    List<NDArray> gradients = new ArrayList<>();
    double square = 0;
    for (Parameter p : tuned.trainable()) {
      float[] gradient = Descent.takeGradient(p.array());
      for (float g : gradient) {
        square += (double) g * g;
      }
      gradients.add(Nn.fromHost(p.array().getManager(), gradient, p.array().getShape()));
    }
    float factor = (float) (options.radius() / (Math.sqrt(square) + 1e-12));
    for (int i = 0; i < gradients.size(); i++) {
      tuned.trainable().get(i).array().addi(gradients.get(i).mul(factor));
    }
  }

  @Override
  public void after(NormState state) {
    if (state.average() < options.resetBelow()) { // not where there is none
      state.reset();
    }
  }
}
