package dev.attune.method.gradient;

import java.util.List;

/**
 * What adapting a captioner to one picture gave.
 *
 * @param before caption of the un-adapted model, lower-cased
 * @param after caption after the last step, lower-cased
 */
public record CaptionAdaptation(String before, String after, List<Step> steps) {
  public CaptionAdaptation {
    steps = List.copyOf(steps);
  }

  /**
   * One optimiser step.
   *
   * @param candidates the sampled captions, likeliest first
   */
  public record Step(float loss, List<Candidate> candidates) {
    public Step {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * A sampled caption.
   *
   * @param score the judges' CLIPScore
   * @param reward the score after processing
   */
  public record Candidate(String caption, float score, float reward) {}
}
