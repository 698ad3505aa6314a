package dev.attune.encoder.video;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the prompts of texts and videos come from: the latent space that both share. */
public enum DglForm {
  /** One table of prompts, different for each frame, goes through a transformer block. */
  @JsonProperty("transformer")
  TRANSFORMER,

  /** Prompts that all frames share, and linear maps of them for the texts. */
  @JsonProperty("linear")
  LINEAR
}
