package dev.attune.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What adapting to one picture or text gave so far.
 *
 * @param before the model's answer without adaptation; null until it is known
 * @param steps one entry an optimiser step
 * @param after the answer after the last step; null until it is known
 * @param notes sentences on what was done to the query
 */
public record Episode(
    @Nullable Answer before, List<NamedStep> steps, @Nullable Answer after, List<String> notes) {
  /** Nothing is known yet. */
  public static final Episode NONE = new Episode(null, List.of(), null, List.of());

  public Episode {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  Episode withNotes(List<String> sentences) {
    return new Episode(before, steps, after, sentences);
  }

  Episode withBefore(Answer answer) {
    return new Episode(answer, steps, after, notes);
  }

  Episode plus(NamedStep step) {
    List<NamedStep> all = new ArrayList<>(steps);
    all.add(step);
    return new Episode(before, all, after, notes);
  }

  Episode withAfter(Answer answer) {
    return new Episode(before, steps, answer, notes);
  }

  /**
   * One answer.
   *
   * @param text the answer in words
   * @param top the likeliest answers with their probabilities, best first; empty for captions
   * @param samples where those are pictures of a data set, their indices
   */
  public record Answer(String text, List<SampleResult.Candidate> top, List<Integer> samples) {
    public Answer {
      top = List.copyOf(top);
      samples = List.copyOf(samples);
    }

    /** An answer that is no sample of a data set. */
    public Answer(String text, List<SampleResult.Candidate> top) {
      this(text, top, List.of());
    }
  }
}
