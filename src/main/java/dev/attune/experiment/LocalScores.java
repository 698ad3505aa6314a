package dev.attune.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.attune.experiment.domain.ShardScores;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a local run gave, before it is measured.
 *
 * @param scores of the first order
 * @param others of the other orders, one each
 * @param samples of each order, the failed ones included
 * @param unadapted that were left as they are, as too few were left for a batch
 * @param firstFailure which sample failed first, and why; null when none did
 */
record LocalScores(
    ShardScores scores,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShardScores> others,
    int samples,
    int failed,
    int unadapted,
    @Nullable String firstFailure,
    double secondsPerSample) {

  /**
   * @param others null in files of earlier versions
   */
  LocalScores {
    others = others == null ? List.of() : List.copyOf(others);
  }

  LocalScores(
      List<ShardScores> orders,
      int samples,
      int failed,
      int unadapted,
      @Nullable String firstFailure,
      double secondsPerSample) {
    this(
        orders.get(0),
        orders.subList(1, orders.size()),
        samples,
        failed,
        unadapted,
        firstFailure,
        secondsPerSample);
  }

  /** What each order gave. */
  List<ShardScores> orders() {
    return Stream.concat(Stream.of(scores), others.stream()).toList();
  }
}
