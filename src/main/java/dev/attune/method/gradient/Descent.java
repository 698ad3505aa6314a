package dev.attune.method.gradient;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.attune.method.Listener;
import dev.attune.method.Step;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** One step down a loss. */
public final class Descent {
  private Descent() {}

  /**
   * A step's loss.
   *
   * @param value a scalar
   * @param outputs what it was taken of, see {@link Listener#onGradients}
   * @param candidates what was sampled
   */
  public record Loss(NDArray value, NDArray outputs, List<List<Step.Candidate>> candidates) {

    /** Without sampling. */
    public static Loss of(NDArray value, NDArray outputs) {
      return new Loss(value, outputs, List.of());
    }
  }

  /**
   * Records a loss, and leaves its gradients with the tensors.
   *
   * @param number of the step
   */
  public static Step gradients(int number, Supplier<Loss> loss, Listener listener) {
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      Loss found = loss.get();
      gradients.backward(found.value());
      listener.onGradients(number, found.outputs());
      return new Step(found.value().getFloat(), found.candidates());
    }
  }

  /** The gradient of a tensor, which is cleared. */
  public static float[] takeGradient(NDArray tensor) {
    float[] gradient = tensor.getGradient().toFloatArray();
    JniUtils.zeroGrad((PtNDArray) tensor);
    return gradient;
  }

  /**
   * Asked before every step, and before the answer.
   *
   * @throws CancellationException when the listener wants no more
   */
  public static void checkWanted(Listener listener) {
    if (!listener.isWanted()) {
      throw new CancellationException("the answer is not wanted any more");
    }
  }
}
