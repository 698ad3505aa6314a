package dev.attune.experiment.store;

import dev.attune.experiment.domain.SampleView;
import dev.attune.experiment.domain.SampleView.Outcome;
import dev.attune.task.SampleResult;
import dev.attune.worker.ShardResults;
import java.util.List;

/** Makes what callers see of a sample from what its run gave. */
final class SampleViews {
  private SampleViews() {}

  static SampleView of(SampleResult result) {
    return new SampleView(
        result.place(),
        result.index(),
        result.sampleId(),
        result.truth(),
        outcome(result.before().correct(), result.after().correct()),
        result.before(),
        result.after(),
        result.steps(),
        result.millis(),
        null);
  }

  static SampleView of(ShardResults.Failure failure) {
    return new SampleView(
        failure.place(),
        failure.index(),
        Integer.toString(failure.index()),
        "",
        Outcome.FAILED,
        null,
        null,
        List.of(),
        failure.millis(),
        failure.message());
  }

  private static Outcome outcome(boolean before, boolean after) {
    if (before == after) {
      return Outcome.UNCHANGED;
    }
    return after ? Outcome.FIXED : Outcome.BROKEN;
  }
}
