package dev.attune.model.caption;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of mapping networks (Mokady et al. 2021, section 3). */
public enum MappingType {
  @JsonProperty("mlp")
  MLP {
    @Override
    public MappingConfig config(int prefixLength, int width, int embedDim) {
      return new MlpConfig(prefixLength, width, embedDim);
    }
  },
  /** As deep as RLCF's, and with as many tokens of CLIP's embedding as of the prefix. */
  @JsonProperty("transformer")
  TRANSFORMER {
    @Override
    public MappingConfig config(int prefixLength, int width, int embedDim) {
      return new MappingTransformerConfig(prefixLength, prefixLength, LAYERS, width, embedDim);
    }
  };

  private static final int LAYERS = 8;

  /**
   * A network's shape.
   *
   * @param width W, of the language model
   * @param embedDim E, of CLIP's embedding
   */
  public abstract MappingConfig config(int prefixLength, int width, int embedDim);
}
