package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.clip.Clip;
import dev.attune.model.BicubicResize;
import dev.attune.model.Scopes;
import java.util.function.UnaryOperator;

/**
 * A frozen CLIP that scores candidates with CLIPScore (Hessel et al. 2021; ALGORITHMS 3).
 *
 * @param encoder makes features (S, E), normalised, of S rows that are judged
 * @param candidates (N, E), normalised features of all candidates
 * @param logitScale the model's inverse temperature
 * @param weight its share in the ensemble
 */
public record Judge(
    UnaryOperator<NDArray> encoder, NDArray candidates, float logitScale, double weight) {
  /** CLIPScore's factor. */
  public static final float SCALE = 2.5f;

  /**
   * Judges texts for pictures. The rows are (S, 3, R, R), preprocessed for the policy; they are
   * resized when this model's R differs.
   *
   * @param texts (N, E), normalised
   */
  public static Judge ofPictures(Clip clip, NDArray texts, double weight) {
    return new Judge(rows -> imageFeatures(clip, rows), texts, clip.logitScale(), weight);
  }

  /**
   * Judges pictures for texts. The rows are (S, L), ids of this model's tokeniser.
   *
   * @param pictures (N, E), normalised
   */
  public static Judge ofTexts(Clip clip, NDArray pictures, double weight) {
    return new Judge(rows -> textFeatures(clip, rows), pictures, clip.logitScale(), weight);
  }

  /**
   * Scores every candidate for every row: {@code max(2.5 cos, 0)}.
   *
   * @param rows S, see the factories
   * @return (S, N)
   */
  public NDArray scores(NDArray rows) {
    return Scopes.keep(() -> scores(encoder.apply(rows), candidates));
  }

  /** CLIPScores of normalised features: (S, E) and (N, E) -> (S, N). */
  static NDArray scores(NDArray rows, NDArray candidates) {
    return rows.matMul(candidates.transpose()).mul(SCALE).maximum(0);
  }

  /**
   * The judge's own logits: {@code exp(logit_scale) cos}.
   *
   * @param rows S, as for {@link #scores}
   * @return (S, N)
   */
  NDArray logits(NDArray rows) {
    return Scopes.keep(() -> encoder.apply(rows).matMul(candidates.transpose()).mul(logitScale));
  }

  /** Features of pictures that were preprocessed for the policy: (S, E), normalised. */
  public static NDArray imageFeatures(Clip clip, NDArray images) {
    return Scopes.keep(
        () -> {
          int resolution = clip.config().resolution();
          boolean fits = images.getShape().get(2) == resolution;
          return clip.imageFeatures(fits ? images : BicubicResize.apply(images, resolution));
        });
  }

  private static NDArray textFeatures(Clip clip, NDArray tokens) {
    return clip.textFeatures(tokens.getManager(), TokenArrays.rows(tokens));
  }
}
