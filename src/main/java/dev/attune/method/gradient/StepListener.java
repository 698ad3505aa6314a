package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;

/** Watches the steps on one sample, and may stop them. Arrays are valid during the call only. */
public interface StepListener {

  StepListener NONE = new StepListener() {};

  /**
   * Before the first step.
   *
   * @param before (N) logits of the plain view
   */
  default void onStart(float[] before) {}

  /**
   * After the gradients are there and before they are used.
   *
   * @param logits (S, N) of the selected views
   */
  default void onGradients(int step, NDArray logits) {}

  /** After the optimiser moved the tensors. */
  default void onUpdate(int step, Adaptation.Step result) {}

  /** Asked before every step, and before the answer: whether the result is still wanted. */
  default boolean isWanted() {
    return true;
  }
}
