package dev.attune.method;

import ai.djl.ndarray.NDArray;

/** Watches a method adapt to a query, and may stop it. Arrays are valid during the call only. */
public interface Listener {

  Listener NONE = new Listener() {};

  /** Once the model's own answer is known. */
  default void onStart(Answer before) {}

  /**
   * After the gradients are there and before they are used.
   *
   * @param outputs what the loss was taken of: (S, N) logits of the chosen views, or the prefix (1,
   *     P, W) of captions
   */
  default void onGradients(int step, NDArray outputs) {}

  /** After the optimiser moved the tensors. */
  default void onStep(int step, Step result) {}

  /** Asked before every step, and before the answer: whether the result is still wanted. */
  default boolean isWanted() {
    return true;
  }
}
