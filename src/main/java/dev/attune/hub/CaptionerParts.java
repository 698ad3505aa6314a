package dev.attune.hub;

import dev.attune.model.weights.WeightsException;

/**
 * The models that a captioner's mapping network stands between.
 *
 * @param clip name of the CLIP whose embeddings it takes
 * @param languageModel name of the language model that goes on from its prefix
 */
public record CaptionerParts(String clip, String languageModel) {
  public CaptionerParts {
    if (clip == null || languageModel == null) {
      throw new WeightsException(ModelCard.FILE, "captioner must name clip and languageModel");
    }
  }
}
