package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;

/** What the steps on one sample minimise. */
public interface Objective {

  /**
   * The loss of one step, gradients recorded.
   *
   * @param logits (S, N) of the selected views
   * @param candidates (N, E), normalised features of what is chosen among
   */
  Outcome loss(NDArray logits, NDArray candidates);

  /**
   * A step's loss and what it was made of.
   *
   * @param loss a scalar
   * @param candidates (S, K) sampled indices, row-major; empty without sampling
   * @param scores (S, K) raw CLIPScores
   * @param rewards (S, K) after processing
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Outcome(NDArray loss, int[] candidates, float[] scores, float[] rewards) {

    /** Of a step without sampling. */
    public static Outcome of(NDArray loss) {
      return new Outcome(loss, new int[0], new float[0], new float[0]);
    }
  }
}
