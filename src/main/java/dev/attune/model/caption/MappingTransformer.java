package dev.attune.model.caption;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A mapping network that is a transformer: the embedding becomes C tokens, P learned constants join
 * them, and what becomes of those is the prefix.
 */
final class MappingTransformer implements MappingNetwork {
  private final MappingTransformerConfig config;
  private final Weights weights;
  private final List<MappingBlock> blocks;

  MappingTransformer(MappingTransformerConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    blocks =
        IntStream.range(0, config.layers())
            .mapToObj(i -> new MappingBlock(weights, MappingTransformerConfig.block(i)))
            .toList();
  }

  @Override
  public MappingConfig config() {
    return config;
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public NDArray prefix(NDArray embeddings) {
    return Scopes.keep(
        () -> {
          String linear = MappingConfig.PREFIX + "linear";
          long b = embeddings.getShape().get(0);
          NDArray clip =
              Nn.linear(embeddings, weights, linear)
                  .reshape(b, config.clipLength(), config.width());
          // adding to zeros lets the result belong to the embeddings' manager
          NDArray constants =
              embeddings
                  .getManager()
                  .zeros(new Shape(b, config.prefixLength(), config.width()))
                  .add(weights.get(MappingConfig.PREFIX + "prefix_const"));
          NDArray x = NDArrays.concat(new NDList(clip, constants), 1); // (B, C + P, W)
          for (int i = 0; i < blocks.size(); i++) {
            boolean last = i == blocks.size() - 1;
            x = blocks.get(i).forward(x, last ? config.clipLength() : 0);
          }
          return x;
        });
  }
}
