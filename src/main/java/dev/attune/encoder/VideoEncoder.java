package dev.attune.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.model.Scopes;
import dev.attune.vision.Preprocess;
import java.util.List;

/**
 * A loaded model that puts videos and texts into one space. Not thread-safe. Letters: M videos, T
 * frames, n rows that a video is told by, R resolution, N texts, E embedding.
 */
public interface VideoEncoder {

  /** The encoder of pictures and texts that it is made of. */
  Encoder encoder();

  /** How its cosines become logits. */
  Similarity similarity();

  /**
   * How many rows tell a video of so many frames.
   *
   * @throws IllegalArgumentException when it cannot read videos of so many frames
   */
  int rows(int frames);

  /**
   * What tells one video.
   *
   * @param frames (t, 3, R', R'), t at most as many as {@link #rows} was asked for
   * @param shown how the frames were preprocessed
   * @return (n, E), n at most what {@link #rows} says; each normalised
   */
  NDArray rows(NDArray frames, Preprocess shown);

  /**
   * Encodes texts.
   *
   * @param manager owns the result
   * @param tokens N rows of the tokeniser's ids
   * @return (N, E), normalised
   */
  NDArray textFeatures(NDManager manager, long[][] tokens);

  /** The prompts of texts that are tuned in the place of the text tower; none without prompts. */
  default List<Parameter> textPrompts() {
    return List.of();
  }

  /** The prompts of videos that are tuned in the place of the image tower; none without prompts. */
  default List<Parameter> videoPrompts() {
    return List.of();
  }

  /** All that decides what it computes beside its weights; see {@link Encoder#shape}. */
  String shape();

  /**
   * The features of videos: the mean of what tells each.
   *
   * @param rows (M, n, E), normalised; zeros for rows that a shorter video lacks
   * @return (M, E), normalised
   */
  static NDArray mean(NDArray rows) {
    return Scopes.keep(() -> Nn.normalize(rows.sum(new int[] {1})));
  }
}
