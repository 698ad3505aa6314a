package dev.attune.method;

import java.util.List;

/**
 * One optimiser step.
 *
 * @param loss of the step
 * @param candidates for each chosen view, the most confident first, the K candidates that were
 *     sampled; empty without sampling
 */
public record Step(float loss, List<List<Candidate>> candidates) {
  public Step {
    candidates = List.copyOf(candidates);
  }

  /** The candidates of the most confident view; none without sampling. */
  public List<Candidate> ofFirstView() {
    return candidates.isEmpty() ? List.of() : candidates.get(0);
  }

  /**
   * A sampled candidate.
   *
   * @param index its place among the subject's candidates, -1 for a sentence
   * @param text the sentence; empty for one of the subject's candidates
   * @param score the judges' CLIPScore
   * @param reward the score after processing
   */
  public record Candidate(int index, String text, float score, float reward) {}
}
