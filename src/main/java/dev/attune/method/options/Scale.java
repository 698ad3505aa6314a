package dev.attune.method.options;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What cosines are multiplied by before a softmax. */
public enum Scale {
  /** The constant 100 of the papers' programs, whatever the model. */
  @JsonProperty("paper")
  PAPER,
  /** The model's own inverse temperature. */
  @JsonProperty("model")
  MODEL;

  private static final double PAPERS = 100;

  /** The factor for a model. */
  public double of(double model) {
    return this == PAPER ? PAPERS : model;
  }
}
