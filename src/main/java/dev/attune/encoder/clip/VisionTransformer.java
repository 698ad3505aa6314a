package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Activation;
import dev.attune.model.AttentionTerms;
import dev.attune.model.BatchNormalization;
import dev.attune.model.BlockShapes;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.model.TransformerBlock;
import dev.attune.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * CLIP's vision transformer (ALGORITHMS 1). Letters: B pictures, R resolution, G patches a side, L
 * = G*G + 1 tokens, W width, E embedding.
 */
final class VisionTransformer implements VisionTower {
  private static final String BLOCK = "visual.transformer.resblocks.";

  private final VisionConfig.Vit config;
  private final Weights weights;
  private final List<TransformerBlock> blocks = new ArrayList<>();

  VisionTransformer(VisionConfig.Vit config, Weights weights, Activation activation) {
    this.config = config;
    this.weights = weights;
    for (int i = 0; i < config.layers(); i++) {
      blocks.add(new TransformerBlock(weights, BLOCK + i, config.heads(), activation));
    }
  }

  static void shapes(Map<String, Shape> shapes, VisionConfig.Vit c, int resolution, int embedDim) {
    long grid = resolution / c.patch();
    shapes.put("visual.class_embedding", new Shape(c.width()));
    shapes.put("visual.positional_embedding", new Shape(grid * grid + 1, c.width()));
    shapes.put("visual.proj", new Shape(c.width(), embedDim));
    shapes.put("visual.conv1.weight", new Shape(c.width(), 3, c.patch(), c.patch()));
    if (!c.mean()) {
      shapes.put("visual.ln_pre.weight", new Shape(c.width()));
      shapes.put("visual.ln_pre.bias", new Shape(c.width()));
    }
    for (int i = 0; i < c.layers(); i++) {
      BlockShapes.put(shapes, BLOCK + i, c.width(), c.hidden());
    }
    shapes.put("visual.ln_post.weight", new Shape(c.width()));
    shapes.put("visual.ln_post.bias", new Shape(c.width()));
  }

  @Override
  public NDArray encode(NDArray images, BatchNormalization none) {
    return Scopes.keep(
        () -> {
          NDArray x = tokens(images);
          for (int i = 0; i < blocks.size() - 1; i++) {
            NDArray y = blocks.get(i).forward(x, null);
            x.close();
            x = y;
          }
          return head(x);
        });
  }

  @Override
  public NDList encodeInStages(NDArray images) {
    NDArray x = tokens(images);
    long b = x.getShape().get(0);
    long side = images.getShape().get(2) / config.patch();
    NDList stages = new NDList();
    for (TransformerBlock block : blocks.subList(0, blocks.size() - 1)) {
      x = block.forward(x, null);
      NDArray patches = x.get(new NDIndex(":, 1:")).swapAxes(1, 2);
      stages.add(patches.reshape(b, config.width(), side, side));
    }
    return new NDList(head(x)).addAll(stages);
  }

  /** The last block and the projection: (B, L, W) -> (B, E). */
  private NDArray head(NDArray x) {
    TransformerBlock last = blocks.get(blocks.size() - 1);
    return Scopes.keep(
        () ->
            project(
                config.mean()
                    ? last.forward(x, null).get(new NDIndex(":, 1:")).mean(new int[] {1})
                    : last.forwardAt(x, 0).squeeze(1)));
  }

  /** Its blocks, first to last. */
  List<TransformerBlock> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  /** Final LayerNorm and projection of any tokens: (.., W) -> (.., E). */
  NDArray project(NDArray x) {
    return Nn.layerNorm(x, weights.get("visual.ln_post.weight"), weights.get("visual.ln_post.bias"))
        .matMul(weights.get("visual.proj"));
  }

  /** Pictures to tokens, the class token first: (B, 3, R, R) -> (B, L, W). */
  NDArray tokens(NDArray images) {
    return Scopes.keep(
        () -> {
          long b = images.getShape().get(0);
          NDArray patches =
              Nn.conv2d(images, weights.get("visual.conv1.weight"), config.patch(), 0)
                  .reshape(b, config.width(), -1)
                  .swapAxes(1, 2);
          // adding to zeros lets the result belong to the pictures' manager, not the weights'
          NDArray cls =
              images
                  .getManager()
                  .zeros(new Shape(b, 1, config.width()))
                  .add(weights.get("visual.class_embedding"));
          NDArray x =
              NDArrays.concat(new NDList(cls, patches), 1)
                  .add(weights.get("visual.positional_embedding"));
          return config.mean()
              ? x
              : Nn.layerNorm(
                  x, weights.get("visual.ln_pre.weight"), weights.get("visual.ln_pre.bias"));
        });
  }

  @Override
  public List<AttentionTerms> attention() {
    return blocks.stream().map(TransformerBlock::terms).toList();
  }

  @Override
  public long widestActivation() {
    return weights.get("visual.positional_embedding").getShape().get(0) * config.hidden();
  }
}
