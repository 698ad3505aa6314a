package dev.attune.model.caption;

import ai.djl.ndarray.NDArray;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;

/** A mapping network of two linear layers with a hyperbolic tangent between them. */
record MappingMlp(MlpConfig config, Weights weights) implements MappingNetwork {

  @Override
  public NDArray prefix(NDArray embeddings) {
    return Scopes.keep(
        () ->
            linear(linear(embeddings, "model.0").tanh(), "model.2")
                .reshape(-1, config.prefixLength(), config.width()));
  }

  private NDArray linear(NDArray x, String layer) {
    return Nn.linear(x, weights, MappingConfig.PREFIX + layer);
  }
}
