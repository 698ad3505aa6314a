package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import java.util.ArrayList;
import java.util.List;

/** Stochastic gradient descent with momentum as PyTorch defines it, without dampening. */
public final class Sgd implements Optimiser {
  private static final NDIndex ALL = new NDIndex("...");

  private final List<Parameter> parameters;
  private final List<NDArray> velocities = new ArrayList<>();
  private final NDManager manager;
  private final float momentum;
  private final boolean nesterov;
  private int steps;

  /**
   * @param manager the velocities live in a child of it
   * @param momentum what a velocity keeps of itself
   * @param nesterov whether a step looks ahead
   */
  public Sgd(NDManager manager, List<Parameter> parameters, double momentum, boolean nesterov) {
    this.parameters = List.copyOf(parameters);
    this.manager = manager.newSubManager();
    this.momentum = (float) momentum;
    this.nesterov = nesterov;
    parameters.forEach(p -> velocities.add(this.manager.zeros(p.array().getShape())));
  }

  @Override
  public void step(double learningRate, double weightDecay) {
    steps++;
    Scopes.run(
        () -> {
          for (int i = 0; i < parameters.size(); i++) {
            NDArray p = parameters.get(i).array();
            NDArray gradient = p.getGradient().add(p.mul((float) weightDecay));
            NDArray velocity = velocities.get(i);
            velocity.set(ALL, steps == 1 ? gradient : velocity.mul(momentum).add(gradient));
            NDArray move = nesterov ? velocity.mul(momentum).add(gradient) : velocity;
            p.subi(move.mul((float) learningRate));
            JniUtils.zeroGrad((PtNDArray) p);
          }
        });
  }

  @Override
  public List<NDArray> moments() {
    return velocities;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public void resume(int taken) {
    steps = taken;
  }

  @Override
  public void close() {
    manager.close();
  }
}
