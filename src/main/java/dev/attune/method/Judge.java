package dev.attune.method;

import ai.djl.ndarray.NDArray;
import dev.attune.method.options.Views;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A frozen encoder that scores candidates with CLIPScore (Hessel et al. 2021; ALGORITHMS 3).
 *
 * @param encoder makes features (S, E), normalised, of S rows, see {@link Query#rows(int, Views)}
 * @param candidates (N, E), normalised features of all candidates
 * @param scale the encoder's inverse temperature
 * @param weight its share in the ensemble
 * @param comparison of its features with the candidates'
 */
public record Judge(
    UnaryOperator<NDArray> encoder,
    NDArray candidates,
    float scale,
    double weight,
    BinaryOperator<NDArray> comparison) {
  /** CLIPScore's factor. */
  public static final float FACTOR = 2.5f;

  /** A judge that compares by cosines. */
  public Judge(UnaryOperator<NDArray> encoder, NDArray candidates, float scale, double weight) {
    this(encoder, candidates, scale, weight, Judge::cosines);
  }

  /**
   * Scores every candidate for every row: {@code max(2.5 cos, 0)}.
   *
   * @return (S, N)
   */
  public NDArray scores(NDArray rows) {
    return clipScores(compared(rows));
  }

  /** CLIPScores of normalised features: (S, E) and (N, E) -> (S, N). */
  public static NDArray scores(NDArray rows, NDArray candidates) {
    return clipScores(cosines(rows, candidates));
  }

  private static NDArray clipScores(NDArray cosines) {
    return cosines.mul(FACTOR).maximum(0);
  }

  private static NDArray cosines(NDArray rows, NDArray candidates) {
    return rows.matMul(candidates.transpose());
  }

  private NDArray compared(NDArray rows) {
    return comparison.apply(encoder.apply(rows), candidates);
  }

  /** The judge's own logits: (S, N). */
  public NDArray logits(NDArray rows) {
    return compared(rows).mul(scale);
  }
}
