package dev.attune.method.gradient;

import java.util.List;

/**
 * What adapting to one sample gave.
 *
 * @param before (N) logits of the plain view before
 * @param after (N) logits of the plain view after the last step
 * @param selected the confident views, surest first
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Adaptation(float[] before, float[] after, int[] selected, List<Step> steps) {

  /**
   * One optimiser step.
   *
   * @param candidates (S, K) sampled indices, row-major, surest view first; empty without sampling
   * @param scores (S, K) raw CLIPScores
   * @param rewards (S, K) after processing
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Step(float loss, int[] candidates, float[] scores, float[] rewards) {}
}
