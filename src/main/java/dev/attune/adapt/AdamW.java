package dev.attune.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
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

  /** Floats whose update, intermediate results included, stays within the processor's caches. */
  private static final long PIECE = 1 << 16;

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
            NDArray gradient = p.getGradient();
            long size = p.size();
            long piece = p.getDevice().isGpu() ? size : PIECE;
            for (long from = 0; from < size; from += piece) {
              long to = Math.min(size, from + piece);
              JniUtils.adamUpdate(
                  piece(p, from, to),
                  piece(gradient, from, to),
                  piece(means.get(i), from, to),
                  piece(variances.get(i), from, to),
                  (float) learningRate,
                  (float) (learningRate * correction2 / correction1),
                  (float) weightDecay,
                  1f,
                  -1f,
                  BETA1,
                  BETA2,
                  (float) (eps * correction2),
                  true);
            }
            JniUtils.zeroGrad((PtNDArray) p);
          }
        });
  }

  /** A stretch of a tensor's memory, not a copy. */
  private static PtNDArray piece(NDArray tensor, long from, long to) {
    return (PtNDArray)
        (to - from == tensor.size()
            ? tensor
            : tensor.reshape(-1).get(new NDIndex("{}:{}", from, to)));
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
