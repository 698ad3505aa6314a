package dev.attune.method.options;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of a tower's tensors are tuned. */
public enum TunedParameters {
  /** Every one. */
  @JsonProperty("all")
  ALL,
  /** What its layers call weight or bias: neither embeddings nor projections joined in one. */
  @JsonProperty("layers")
  LAYERS,
  /** The affine parameters of the normalisations. */
  @JsonProperty("norm")
  NORM
}
