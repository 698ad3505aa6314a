package dev.attune.adapt;

import ai.djl.ndarray.NDArray;
import dev.attune.model.BicubicResize;
import dev.attune.model.Scopes;
import dev.attune.model.clip.Clip;

/**
 * A frozen CLIP that scores candidates with CLIPScore (Hessel et al. 2021; ALGORITHMS 3).
 *
 * @param clip the reward model
 * @param textFeatures (N, E), normalised, of all candidates
 * @param weight its share in the ensemble
 */
public record Judge(Clip clip, NDArray textFeatures, double weight) {
  /** CLIPScore's factor. */
  public static final float SCALE = 2.5f;

  /**
   * Scores every candidate for every picture: {@code max(2.5 cos, 0)}.
   *
   * @param images (S, 3, R, R), preprocessed for the policy; resized when this model's R differs
   * @return (S, N)
   */
  public NDArray scores(NDArray images) {
    return Scopes.keep(() -> scores(imageFeatures(images), textFeatures));
  }

  /** CLIPScores of normalised features: (S, E) and (N, E) -> (S, N). */
  static NDArray scores(NDArray images, NDArray texts) {
    return images.matMul(texts.transpose()).mul(SCALE).maximum(0);
  }

  /**
   * The judge's own class logits: {@code exp(logit_scale) cos}.
   *
   * @param images (S, 3, R, R), as for {@link #scores}
   * @return (S, N)
   */
  NDArray logits(NDArray images) {
    return Scopes.keep(
        () -> imageFeatures(images).matMul(textFeatures.transpose()).mul(clip.logitScale()));
  }

  /** Features of pictures that were preprocessed for the policy: (S, E), normalised. */
  NDArray imageFeatures(NDArray images) {
    return imageFeatures(clip, images);
  }

  /** As above, of any judge. */
  static NDArray imageFeatures(Clip clip, NDArray images) {
    return Scopes.keep(
        () -> {
          int resolution = clip.config().resolution();
          boolean fits = images.getShape().get(2) == resolution;
          return clip.imageFeatures(fits ? images : BicubicResize.apply(images, resolution));
        });
  }
}
