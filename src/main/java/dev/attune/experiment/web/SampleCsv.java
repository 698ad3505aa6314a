package dev.attune.experiment.web;

import dev.attune.experiment.domain.SampleView;
import dev.attune.task.SampleResult.Answer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Samples as lines of comma-separated values (RFC 4180). */
final class SampleCsv {
  static final String HEADER =
      "index,sample_id,truth,outcome,before,before_probability,after,after_probability,steps,"
          + "last_loss,millis,error,place\r\n";

  private SampleCsv() {}

  static String line(SampleView sample) {
    int steps = sample.steps().size();
    return List.of(
            Integer.toString(sample.index()),
            text(sample.sampleId()),
            text(sample.truth()),
            sample.outcome().id(),
            text(sample.before() == null ? "" : sample.before().text()),
            probability(sample.before()),
            text(sample.after() == null ? "" : sample.after().text()),
            probability(sample.after()),
            Integer.toString(steps),
            steps == 0 ? "" : Double.toString(sample.steps().get(steps - 1).loss()),
            Double.toString(sample.millis()),
            text(sample.error() == null ? "" : sample.error()),
            Integer.toString(sample.place()))
        .stream()
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String probability(@Nullable Answer answer) {
    return answer == null || answer.top().isEmpty()
        ? ""
        : Double.toString(answer.top().get(0).value());
  }

  /** Quoted where needed; what a spreadsheet would take for a formula gets a quote before it. */
  private static String text(String value) {
    String safe = value.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + value : value;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
