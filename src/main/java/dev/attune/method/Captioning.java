package dev.attune.method;

import ai.djl.ndarray.NDArray;
import dev.attune.method.options.RewardSpec;
import dev.attune.model.Parameter;
import java.util.List;

/**
 * A captioner: an encoder's image feature goes through a mapping network to a prefix, from which a
 * frozen language model goes on. Letters: P prefix tokens, W width of the language model, K
 * captions.
 */
public non-sealed interface Captioning extends Subject {

  /** The mapping network's tensors. */
  List<Parameter> mapping();

  /** The encoder's feature of pictures: (B, 3, R, R) -> (B, E). */
  NDArray embed(NDArray images);

  /** The mapping network's prefix: (1, E) -> (1, P, W). Records gradients where that is on. */
  NDArray prefix(NDArray embedding);

  /**
   * The best captions of a beam search, likeliest first.
   *
   * @param prefix (P, W)
   * @param beams width of the search
   * @param count how many of its beams are captions
   */
  List<String> captions(NDArray prefix, int beams, int count);

  /**
   * The mean over K captions of {@code reward * mean cross-entropy of the tokens}.
   *
   * @param prefix (1, P, W), to which the gradient flows
   * @param rewards K
   * @param maskPadding whether the mean is over a caption's own tokens; else it is over the padded
   *     length, and the padding is to be predicted too
   */
  NDArray loss(NDArray prefix, List<String> captions, float[] rewards, boolean maskPadding);

  /** The judges of a reward. */
  List<CaptionJudge> judges(RewardSpec reward);

  /** A frozen encoder that scores captions with CLIPScore (Hessel et al. 2021). */
  interface CaptionJudge {
    /** Its share in the ensemble. */
    double weight();

    /** The picture's feature, which stays for all steps: (1, 3, R, R) -> (1, E), normalised. */
    NDArray imageFeatures(NDArray image);

    /** CLIPScores of K captions: (1, K). */
    NDArray scores(NDArray imageFeatures, List<String> captions);
  }
}
