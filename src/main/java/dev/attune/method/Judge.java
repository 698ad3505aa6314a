package dev.attune.method;

import ai.djl.ndarray.NDArray;
import dev.attune.method.options.Views;
import java.util.function.UnaryOperator;

/**
 * A frozen encoder that scores candidates with CLIPScore (Hessel et al. 2021; ALGORITHMS 3).
 *
 * @param encoder makes features (S, E), normalised, of S rows, see {@link Query#rows(int, Views)}
 * @param candidates (N, E), normalised features of all candidates
 * @param scale the encoder's inverse temperature
 * @param weight its share in the ensemble
 */
public record Judge(
    UnaryOperator<NDArray> encoder, NDArray candidates, float scale, double weight) {
  /** CLIPScore's factor. */
  public static final float FACTOR = 2.5f;

  /**
   * Scores every candidate for every row: {@code max(2.5 cos, 0)}.
   *
   * @return (S, N)
   */
  public NDArray scores(NDArray rows) {
    return scores(encoder.apply(rows), candidates);
  }

  /** CLIPScores of normalised features: (S, E) and (N, E) -> (S, N). */
  public static NDArray scores(NDArray rows, NDArray candidates) {
    return rows.matMul(candidates.transpose()).mul(FACTOR).maximum(0);
  }

  /** The judge's own logits: (S, N). */
  public NDArray logits(NDArray rows) {
    return encoder.apply(rows).matMul(candidates.transpose()).mul(scale);
  }
}
