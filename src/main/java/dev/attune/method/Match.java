package dev.attune.method;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * Features of queries and of what is chosen among.
 *
 * @param queries (B, E), normalised
 * @param candidates (N, E), normalised
 * @param scaling multiplies cosines by the encoder's inverse temperature, which may be tuned
 */
public record Match(NDArray queries, NDArray candidates, UnaryOperator<NDArray> scaling) {

  /** The encoder's own logits: (B, N). */
  public NDArray logits() {
    return scaling.apply(cosines());
  }

  /** (B, N). */
  public NDArray cosines() {
    return queries.matMul(candidates.transpose());
  }
}
