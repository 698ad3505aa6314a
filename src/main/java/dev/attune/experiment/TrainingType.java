package dev.attune.experiment;

import dev.attune.task.CaptionerTraining.Source;
import dev.attune.train.EmbeddingNoise;

/** The kinds of captioners, by what they learn from. */
public enum TrainingType {
  CLIPCAP(Source.PICTURES, EmbeddingNoise.NONE),
  CAPDEC(Source.CAPTIONS, EmbeddingNoise.CAPDEC);

  private final Source source;
  private final EmbeddingNoise noise;

  TrainingType(Source source, EmbeddingNoise noise) {
    this.source = source;
    this.noise = noise;
  }

  Source source() {
    return source;
  }

  /** The papers' noise on the embeddings. */
  EmbeddingNoise noise() {
    return noise;
  }
}
