package dev.attune.method.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.encoder.clip.Clip;
import java.util.List;
import java.util.function.Function;

/**
 * A frozen CLIP that scores captions with CLIPScore (Hessel et al. 2021; ALGORITHMS 3).
 *
 * @param clip the reward model
 * @param tokenizer the ids of a text, from start to end token
 * @param weight its share in the ensemble
 */
public record CaptionJudge(Clip clip, Function<String, long[]> tokenizer, double weight) {

  /** Features of the picture, which stay for all steps: (1, E), normalised. */
  NDArray imageFeatures(NDArray image) {
    return Judge.imageFeatures(clip, image);
  }

  /** CLIPScores of captions for a picture: (1, K). */
  NDArray scores(NDArray imageFeatures, List<String> captions) {
    NDManager manager = imageFeatures.getManager();
    long[][] tokens = captions.stream().map(tokenizer).toArray(long[][]::new);
    return Judge.scores(imageFeatures, clip.textFeatures(manager, tokens));
  }
}
