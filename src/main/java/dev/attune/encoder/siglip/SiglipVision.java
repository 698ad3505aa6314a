package dev.attune.encoder.siglip;

import ai.djl.ndarray.NDArray;
import dev.attune.encoder.ImageTower;
import dev.attune.encoder.clip.AttentionPooling;
import dev.attune.model.AttentionTerms;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.TransformerBlock;
import dev.attune.weights.Weights;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SigLIP's vision transformer: no class token, attention pooling instead. Letters: B pictures, R
 * resolution, L patches, W width.
 */
final class SiglipVision implements ImageTower {
  private final SiglipConfig config;
  private final Weights weights;
  private final List<TransformerBlock> blocks;
  private final AttentionPooling pooling;

  SiglipVision(SiglipConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    blocks = blocks(weights, SiglipConfig.VISION_BLOCKS, config.vision());
    pooling =
        new AttentionPooling(
            weights,
            config.vision().heads(),
            config.vision().activation(),
            config.vision().epsilon());
  }

  static List<TransformerBlock> blocks(Weights weights, String name, SiglipConfig.Tower tower) {
    return IntStream.range(0, tower.layers())
        .mapToObj(
            i ->
                new TransformerBlock(
                    weights, name + i, tower.heads(), tower.activation(), tower.epsilon(), false))
        .toList();
  }

  @Override
  public NDArray encode(NDArray images, BatchNormalization none) {
    return Scopes.keep(
        () -> {
          NDArray x = tokens(images);
          for (TransformerBlock block : blocks) {
            NDArray y = block.forward(x, null);
            x.close();
            x = y;
          }
          return pooling.forward(
              Nn.layerNorm(
                  x,
                  weights.get("visual.ln_post.weight"),
                  weights.get("visual.ln_post.bias"),
                  config.vision().epsilon()));
        });
  }

  /** Pictures to tokens: (B, 3, R, R) -> (B, L, W). */
  private NDArray tokens(NDArray images) {
    return Scopes.keep(
        () ->
            Nn.conv2d(images, weights.get("visual.conv1.weight"), config.patch(), 0)
                .reshape(images.getShape().get(0), config.vision().width(), -1)
                .swapAxes(1, 2)
                .add(weights.get("visual.conv1.bias"))
                .add(weights.get("visual.positional_embedding")));
  }

  @Override
  public List<AttentionTerms> attention() {
    return blocks.stream().map(TransformerBlock::terms).toList();
  }

  @Override
  public long widestActivation() {
    return config.patches() * config.vision().hidden();
  }
}
