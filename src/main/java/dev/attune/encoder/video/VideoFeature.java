package dev.attune.encoder.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Which of a video's tokens its feature is. Letters: B videos, T frames, G global prompts, E
 * embedding.
 */
public enum VideoFeature {
  @JsonProperty("global")
  GLOBAL(false) {
    @Override
    NDArray of(NDArray tokens, long globals) {
      return tokens.get(new NDIndex(":, 0"));
    }
  },
  @JsonProperty("mean-global")
  MEAN_GLOBAL(false) {
    @Override
    NDArray of(NDArray tokens, long globals) {
      return mean(tokens, 0, globals);
    }
  },
  @JsonProperty("mean-frames")
  MEAN_FRAMES(true) {
    @Override
    NDArray of(NDArray tokens, long globals) {
      return mean(tokens, globals, tokens.getShape().get(1));
    }
  },
  /** The mean of all tokens, not of the two means. */
  @JsonProperty("mean-both")
  MEAN_BOTH(true) {
    @Override
    NDArray of(NDArray tokens, long globals) {
      return mean(tokens, 0, tokens.getShape().get(1));
    }
  };

  private final boolean frames;

  VideoFeature(boolean frames) {
    this.frames = frames;
  }

  /** Whether it needs the frames' class tokens. */
  boolean frames() {
    return frames;
  }

  /**
   * @param tokens (B, G, E) or, where it needs frames, (B, G + T, E)
   * @param globals G
   * @return (B, E)
   */
  abstract NDArray of(NDArray tokens, long globals);

  private static NDArray mean(NDArray tokens, long from, long to) {
    return tokens.get(new NDIndex(":, {}:{}", from, to)).mean(new int[] {1});
  }
}
