package dev.attune.task;

import java.util.List;
import java.util.Map;

/**
 * What one sample gave.
 *
 * @param index within the data set
 * @param sampleId the data set's name for it
 * @param truth the right answer, in words
 * @param before the model's answer without adaptation
 * @param after its answer with it
 * @param steps one entry an optimiser step
 * @param millis time for load, adaptation and answer
 */
public record SampleResult(
    int index,
    String sampleId,
    String truth,
    Answer before,
    Answer after,
    List<Step> steps,
    double millis)
    implements RunResult {

  /**
   * One answer.
   *
   * @param text the answer in words
   * @param correct whether it is right; of captions, whether it is better than the other one
   * @param top the likeliest answers with their probabilities, best first; none where an answer is
   *     a sentence
   * @param scores the sample's row of the {@link dev.attune.metric.ScoreTable}
   */
  public record Answer(
      String text, boolean correct, List<Candidate> top, Map<String, Double> scores) {}

  /** An answer and how likely, or how good, it is. */
  public record Candidate(String text, double value) {}

  /**
   * One optimiser step.
   *
   * @param loss of the step
   * @param candidates those sampled from the most confident view, with their raw reward; empty for
   *     methods without a judge
   */
  public record Step(double loss, List<Candidate> candidates) {}
}
