package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Moves tensors by their gradients, and remembers earlier ones. */
public interface Optimiser extends AutoCloseable {

  /** Moves every parameter by its gradient, which is cleared. */
  void step(double learningRate, double weightDecay);

  /** What is remembered; the first step does not look at it. */
  List<NDArray> moments();

  /** Steps taken. */
  int steps();

  /** Continues after steps whose moments have been put into {@link #moments()}; 0 begins anew. */
  void resume(int steps);

  @Override
  void close();
}
