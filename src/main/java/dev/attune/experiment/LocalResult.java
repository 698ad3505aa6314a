package dev.attune.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.experiment.domain.ExperimentView;
import dev.attune.experiment.domain.OrderResult;
import dev.attune.experiment.domain.Provenance;
import dev.attune.experiment.domain.Spread;
import dev.attune.metric.Estimate;
import dev.attune.spec.ExperimentSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a local run gave; named as in {@link ExperimentView}.
 *
 * @param samples that were run in each order, the failed ones included
 * @param firstFailure which sample failed first, and why; null when none did
 * @param metrics with adaptation, in the order they should be shown
 * @param baseline the same metrics without adaptation, on the same samples
 * @param gains paired differences {@code metrics - baseline}
 * @param orders what each of several orders gave, of which the metrics are the means
 * @param spread how far apart the orders' values of each metric lie
 * @param unadapted samples that were left as they are, as too few were left for a batch
 */
public record LocalResult(
    ExperimentSpec spec,
    int samples,
    int failed,
    @Nullable String firstFailure,
    Map<String, Estimate> metrics,
    Map<String, Estimate> baseline,
    Map<String, Estimate> gains,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OrderResult> orders,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Spread> spread,
    Provenance provenance,
    double secondsPerSample,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int unadapted) {

  /** Of a run in one order that left no sample as it is. */
  public LocalResult(
      ExperimentSpec spec,
      int samples,
      int failed,
      @Nullable String firstFailure,
      Map<String, Estimate> metrics,
      Map<String, Estimate> baseline,
      Map<String, Estimate> gains,
      Provenance provenance,
      double secondsPerSample) {
    this(
        spec,
        samples,
        failed,
        firstFailure,
        metrics,
        baseline,
        gains,
        List.of(),
        Map.of(),
        provenance,
        secondsPerSample,
        0);
  }
}
