package dev.attune.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW as PyTorch defines it: decoupled decay, both moments bias-corrected (Loshchilov and Hutter
 * 2019; ALGORITHMS 4). DJL's update leaves the second moment uncorrected and so weighs eps
 * differently; the step and eps handed to it make up for that exactly.
 */
public final class AdamW implements AutoCloseable {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;

  private final List<Parameter> parameters;
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> variances = new ArrayList<>();
  private final NDManager moments;
  private final double eps;
  private int steps;

  /**
   * @param manager the moments live in a child of it
   * @param eps PyTorch's default is 1e-8
   */
  public AdamW(NDManager manager, List<Parameter> parameters, double eps) {
    this.parameters = List.copyOf(parameters);
    this.eps = eps;
    moments = manager.newSubManager();
    for (Parameter p : this.parameters) {
      means.add(moments.zeros(p.array().getShape()));
      variances.add(moments.zeros(p.array().getShape()));
    }
  }

  /** Moves every parameter by its gradient, which is cleared. */
  public void step(double learningRate, double weightDecay) {
    steps++;
    double correction1 = 1 - Math.pow(BETA1, steps);
    double correction2 = Math.sqrt(1 - Math.pow(BETA2, steps));
    Scopes.run(
        () -> {
          for (int i = 0; i < parameters.size(); i++) {
            NDArray p = parameters.get(i).array();
            NDList inputs = new NDList(p, p.getGradient(), means.get(i), variances.get(i));
            p.getNDArrayInternal()
                .adamUpdate(
                    inputs,
                    new NDList(p),
                    (float) learningRate,
                    (float) (learningRate * correction2 / correction1),
                    (float) weightDecay,
                    1f,
                    -1f,
                    BETA1,
                    BETA2,
                    (float) (eps * correction2),
                    false,
                    true);
          }
        });
  }

  /** The moments so far, first then second, for a checkpoint. */
  public List<NDArray> moments() {
    List<NDArray> all = new ArrayList<>(means);
    all.addAll(variances);
    return all;
  }

  /** Steps taken. */
  public int steps() {
    return steps;
  }

  /** Continues behind a checkpoint whose moments have been put into {@link #moments()}. */
  public void resume(int steps) {
    this.steps = steps;
  }

  @Override
  public void close() {
    moments.close();
  }
}
