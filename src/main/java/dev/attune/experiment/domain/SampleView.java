package dev.attune.experiment.domain;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.attune.task.NamedStep;
import dev.attune.task.SampleResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One sample of an experiment.
 *
 * @param place in the run, from 0; of several orders those of one follow those of another
 * @param index within the data set
 * @param sampleId the data set's name for it
 * @param truth the right answer, in words
 * @param before the answer without adaptation; null when the sample failed
 * @param after the answer with it; null when the sample failed
 * @param steps one entry an optimiser step
 * @param millis time for load, adaptation and answer
 * @param error why it could not be run, null otherwise
 */
public record SampleView(
    int place,
    int index,
    String sampleId,
    String truth,
    Outcome outcome,
    SampleResult.@Nullable Answer before,
    SampleResult.@Nullable Answer after,
    List<NamedStep> steps,
    double millis,
    @Nullable String error) {

  /** The same at a place. */
  public SampleView at(int itsPlace) {
    return new SampleView(
        itsPlace, index, sampleId, truth, outcome, before, after, steps, millis, error);
  }

  /** What the adaptation did to the answer. */
  public enum Outcome {
    /** Wrong before, right after. */
    FIXED,
    /** Right before, wrong after. */
    BROKEN,
    /** As right or wrong as before. */
    UNCHANGED,
    /** Could not be run. */
    FAILED;

    /** The name in the API. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
