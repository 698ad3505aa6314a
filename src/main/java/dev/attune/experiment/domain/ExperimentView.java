package dev.attune.experiment.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.metric.Estimate;
import dev.attune.spec.ExperimentSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as callers see it.
 *
 * @param origins who gave each of the spec's values, by its name
 * @param notes sentences on what was asked for and is not used, and on what was left un-adapted
 * @param waitsFor what no worker has had so far that it needs; null otherwise
 * @param silent sentences on workers that have its shards and have not been heard of lately, when
 *     it is asked for alone
 * @param metrics with adaptation, in the order they should be shown; empty until completed
 * @param baseline the same metrics without adaptation, on the same samples
 * @param gains paired differences {@code metrics - baseline}
 * @param orders what each of several orders gave, of which the metrics are the means
 * @param spread how far apart the orders' values of each metric lie
 * @param losses of a training, when it is asked for alone; null otherwise
 * @param provenance what it was computed with; null until a worker has begun
 * @param secondsPerSample measured mean, null until measured
 * @param error why it failed, for people; null otherwise
 */
public record ExperimentView(
    String id,
    String name,
    ExperimentStatus status,
    ExperimentSpec spec,
    Map<String, String> origins,
    List<String> notes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String waitsFor,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> silent,
    Progress progress,
    Map<String, Estimate> metrics,
    Map<String, Estimate> baseline,
    Map<String, Estimate> gains,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OrderResult> orders,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Spread> spread,
    @Nullable LossCurve losses,
    @Nullable Provenance provenance,
    @Nullable Double secondsPerSample,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String error) {

  /** What names one of its samples in addresses. */
  public String address(SampleView sample) {
    int order = sample.place() / spec.limit();
    return order == 0 ? Integer.toString(sample.index()) : sample.index() + "?order=" + order;
  }

  /** All values of the spec for people, with their origins. */
  @JsonIgnore
  public List<ExperimentSpec.Value> values() {
    return spec.values(origins);
  }

  /**
   * How far it is.
   *
   * @param done samples done, the failed ones included; of a training, its pieces: batches of
   *     embeddings, steps, and batches of the validations
   * @param failed samples that could not be run
   * @param etaSeconds estimated time to the end of the computation, from the measured time a
   *     sample; null while nothing is measured or nothing runs
   */
  public record Progress(int done, int total, int failed, @Nullable Long etaSeconds) {

    /** Share of the samples that is done, 0 to 100. */
    public int percent() {
      return total == 0 ? 100 : (int) (100L * done / total);
    }
  }
}
