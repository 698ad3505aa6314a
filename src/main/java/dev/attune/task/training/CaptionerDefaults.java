package dev.attune.task.training;

import dev.attune.hub.CaptionerParts;
import dev.attune.model.caption.MappingType;
import dev.attune.train.CaptionRecipe;

/**
 * The numbers of a training that nobody gave: the papers', or those that suit a small language
 * model.
 *
 * @param prefixLength P
 * @param learningRate the highest
 * @param warmUp steps in which the rate rises
 */
public record CaptionerDefaults(
    MappingType mapping, int prefixLength, double learningRate, int warmUp) {
  private static final CaptionerDefaults SMALL =
      new CaptionerDefaults(MappingType.MLP, 7, 4e-3, 100);
  private static final CaptionerDefaults PAPERS =
      new CaptionerDefaults(
          MappingType.TRANSFORMER,
          40,
          CaptionRecipe.clipCap(0).learningRate(),
          CaptionRecipe.clipCap(0).warmUp());

  /** Names the judge of the built-in models, which knows more than the policy. */
  private static final String SMALL_SCORER = "icons-clip-l";

  /**
   * The numbers before a language model.
   *
   * @param small whether that is built in
   */
  public static CaptionerDefaults of(boolean small) {
    return small ? SMALL : PAPERS;
  }

  /** A captioner's parts, with the usual scorer. */
  public static CaptionerParts parts(String clip, String languageModel, boolean small) {
    return small
        ? new CaptionerParts(clip, languageModel, SMALL_SCORER)
        : new CaptionerParts(clip, languageModel);
  }
}
