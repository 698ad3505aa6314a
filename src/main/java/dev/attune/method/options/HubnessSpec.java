package dev.attune.method.options;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A memory of earlier queries against candidates that all of them find (the part without a gradient
 * of HAT-VTR, ICLR 2026, arXiv 2604.20851). It takes the rows of scores that a method returns, each
 * direction by itself.
 */
public record HubnessSpec(
    @Schema(
            title = "Hubness: batch",
            description = "queries of one direction whose scores are corrected together")
        @Whole(min = 1, max = 1024)
        int batch,
    @Schema(
            title = "Hubness: share",
            description = "batches that are remembered, as a share of the candidates, in (0, 1]")
        @Share
        double share) {
  private static final long MOST_BYTES = 1_000_000_000;

  /** The paper's. */
  public HubnessSpec() {
    this(16, 0.1);
  }

  /** How many batches are remembered at most. */
  public int batches(long candidates) {
    return (int) Math.max(1, (long) (share * candidates));
  }

  /**
   * Names the share where more would be remembered than memory is given for: 1 GB.
   *
   * @param candidates of each direction
   */
  public void checkMemory(Rules rules, IntStream candidates) {
    double bytes =
        candidates
            .mapToDouble(count -> (double) batches(count) * batch * count * Float.BYTES)
            .sum();
    rules.require(
        bytes <= MOST_BYTES,
        "hubness.share",
        "would remember %.1f GB of scores, of which 1 GB is the most: take less, or a smaller batch"
            .formatted(bytes / MOST_BYTES));
  }

  /** What a method's options implement whose scores rank candidates. */
  public interface Ranking {
    @Nullable HubnessSpec hubness();
  }

  /** That of some options; empty where they have none. */
  public static Optional<HubnessSpec> of(Record options) {
    return options instanceof Ranking r ? Optional.ofNullable(r.hubness()) : Optional.empty();
  }
}
