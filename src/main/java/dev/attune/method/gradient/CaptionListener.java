package dev.attune.method.gradient;

/** Watches a captioner adapt to one picture, and may stop it. */
public interface CaptionListener {

  CaptionListener NONE = new CaptionListener() {};

  /**
   * Before the first step.
   *
   * @param caption of the un-adapted model, lower-cased
   */
  default void onStart(String caption) {}

  /** After the gradients are there and before they are used. */
  default void onGradients(int step) {}

  /** After the optimiser moved the mapping network. */
  default void onStep(int step, CaptionAdaptation.Step result) {}

  /** Asked before every step, and before the answer: whether the result is still wanted. */
  default boolean isWanted() {
    return true;
  }
}
