package dev.attune.adapt;

import ai.djl.ndarray.NDArray;

/** Watches the steps on one sample. Arrays are valid during the call only. */
public interface StepListener {

  StepListener NONE = new StepListener() {};

  /**
   * After the gradients are there and before they are used.
   *
   * @param logits (S, N) of the selected views
   */
  default void onGradients(int step, NDArray logits) {}

  /** After the optimiser moved the tensors. */
  default void onUpdate(int step, Adaptation.Step result) {}
}
