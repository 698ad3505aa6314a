package dev.attune.method.options;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Querybank normalisation of the scores that a method returns, in both directions (Bogolin et al.
 * 2022, arXiv 2112.12777; ALGORITHMS 5). Its inverse temperature is chosen on a set of its own.
 */
public record QbNormSpec(
    @Schema(
            title = "QB-Norm: bank",
            description =
                "the set of videos whose texts and videos are the other queries; never the one"
                    + " that is measured")
        @Named(flag = "qb-bank")
        String bank,
    @Schema(
            title = "QB-Norm: held out",
            description = "the set of videos by whose R@1 the inverse temperature is chosen")
        @Named(flag = "qb-held-out")
        String heldOut,
    @Schema(
            title = "QB-Norm: activated",
            description = "candidates that each query of the bank activates")
        @Named(flag = "qb-activated")
        @Whole(min = 1, max = 1000)
        int activated,
    @Schema(
            title = "QB-Norm: found by",
            description = "queries of the bank that must have activated a candidate")
        @Named(flag = "qb-found-by")
        @Whole(min = 1)
        int foundBy)
    implements Checked {

  /** The paper's numbers; which sets they are taken from has to be said. */
  public QbNormSpec() {
    this("", "", 1, 1);
  }

  @Override
  public void check(Rules rules) {
    rules.require(!bank.isEmpty(), "bank", "must be given: a set of videos, such as motion-train");
    rules.require(
        !heldOut.isEmpty(), "heldOut", "must be given: a set of videos, such as motion-validation");
    rules.require(
        bank.isEmpty() || !heldOut.equals(bank),
        "heldOut",
        "must be another set than the bank, whose queries are no others there");
  }

  /** What a method's options implement whose scores can be normalised. */
  public interface Normalising {
    @Nullable QbNormSpec qbNorm();
  }
}
