package dev.attune.task;

import java.util.List;
import java.util.Map;

/**
 * What one sample gave.
 *
 * @param place in the run, order after order
 * @param index within the data set
 * @param sampleId the data set's name for it
 * @param truth the right answer, in words
 * @param before the model's answer without adaptation
 * @param after its answer with it
 * @param steps one entry an optimiser step
 * @param millis time for load, adaptation and answer
 * @param adapted false where it was left as it is, as too few queries were left for a batch
 */
public record SampleResult(
    int place,
    int index,
    String sampleId,
    String truth,
    Answer before,
    Answer after,
    List<NamedStep> steps,
    double millis,
    boolean adapted)
    implements RunResult {

  /** Of a sample that was adapted to, at a place and in a time that others know. */
  public SampleResult(
      int index,
      String sampleId,
      String truth,
      Answer before,
      Answer after,
      List<NamedStep> steps) {
    this(index, index, sampleId, truth, before, after, steps, 0, true);
  }

  /**
   * The same at its place, with the time that it took. What was not adapted to keeps the model's
   * own answer, to the last digit.
   */
  SampleResult at(int itsPlace, double time, boolean wasAdapted) {
    return new SampleResult(
        itsPlace,
        index,
        sampleId,
        truth,
        before,
        wasAdapted ? after : before,
        wasAdapted ? steps : List.of(),
        time,
        wasAdapted);
  }

  /** The same with another answer after all. */
  SampleResult answered(Answer corrected) {
    return new SampleResult(
        place, index, sampleId, truth, before, corrected, steps, millis, adapted);
  }

  @Override
  public void into(Results results) {
    results.sample(this);
  }

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

  /** An answer and how likely it is. */
  public record Candidate(String text, double value) {}
}
