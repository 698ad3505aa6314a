package dev.attune.hub;

import dev.attune.weights.WeightsException;
import java.util.Objects;

/**
 * The models that belong to a captioner.
 *
 * @param clip name of the CLIP whose embeddings its mapping network takes
 * @param languageModel name of the language model that goes on from the prefix
 * @param scorer name of the CLIP that measures its captions (CLIPScore); the papers' ViT-B/32 where
 *     the card names none
 */
public record CaptionerParts(String clip, String languageModel, String scorer) {
  private static final String PAPERS_SCORER = "clip-vit-b32";

  public CaptionerParts {
    if (clip == null || languageModel == null) {
      throw new WeightsException(ModelCard.FILE, "captioner must name clip and languageModel");
    }
    scorer = Objects.requireNonNullElse(scorer, PAPERS_SCORER);
  }

  /** Parts whose captions the papers' scorer measures. */
  public CaptionerParts(String clip, String languageModel) {
    this(clip, languageModel, PAPERS_SCORER);
  }
}
