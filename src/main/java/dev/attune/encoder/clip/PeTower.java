package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.VisionConfig.Pe;
import dev.attune.model.Activation;
import dev.attune.model.AttentionTerms;
import dev.attune.model.BatchNormalization;
import dev.attune.model.BlockShapes;
import dev.attune.model.Nn;
import dev.attune.model.RotatedBlock;
import dev.attune.model.Rotation;
import dev.attune.model.Scopes;
import dev.attune.model.TransformerBlock;
import dev.attune.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The vision transformer of the Perception Encoder (Bolya et al. 2025, arXiv 2504.13181) as timm
 * has it: rotary positions beside the learned ones, and attention pooling. Letters: B pictures, G
 * patches a side, L tokens, W width, E embedding.
 */
final class PeTower implements VisionTower {
  private static final String BLOCK = "visual.transformer.resblocks.";

  /** In timm's eva.py, for all sizes. */
  private static final int POOLING_HEADS = 8;

  private final Pe config;
  private final int grid;
  private final Weights weights;
  private final List<RotatedBlock> blocks = new ArrayList<>();
  private final AttentionPooling pooling;

  PeTower(Pe config, int resolution, Weights weights) {
    this.config = config;
    this.weights = weights;
    grid = resolution / config.patch();
    for (int i = 0; i < config.layers(); i++) {
      blocks.add(
          new RotatedBlock(
              new TransformerBlock(weights, BLOCK + i, config.heads(), Activation.GELU)));
    }
    pooling = new AttentionPooling(weights, POOLING_HEADS, Activation.GELU, Nn.EPS);
  }

  static void shapes(Map<String, Shape> shapes, Pe c, int resolution, int embedDim) {
    long w = c.width();
    long grid = resolution / c.patch();
    if (c.classToken()) {
      shapes.put("visual.class_embedding", new Shape(w));
    }
    shapes.put("visual.positional_embedding", new Shape(grid * grid + (c.classToken() ? 1 : 0), w));
    shapes.put("visual.conv1.weight", new Shape(w, 3, c.patch(), c.patch()));
    ConvNextTower.both(shapes, "visual.ln_pre", new Shape(w));
    for (int i = 0; i < c.layers(); i++) {
      BlockShapes.put(shapes, BLOCK + i, w, c.hidden());
    }
    ConvNextTower.both(shapes, "visual.ln_post", new Shape(w));
    AttentionPooling.shapes(shapes, w, c.poolHidden());
    ConvNextTower.both(shapes, "visual.head", new Shape(embedDim, w));
  }

  @Override
  public NDArray encode(NDArray images, BatchNormalization none) {
    return Scopes.keep(
        () -> {
          Rotation rotation = rotation(images.getManager());
          NDArray x = tokens(images);
          for (RotatedBlock block : blocks) {
            NDArray y = block.forward(x, rotation);
            x.close();
            x = y;
          }
          return head(x);
        });
  }

  @Override
  public NDList encodeInStages(NDArray images) {
    Rotation rotation = rotation(images.getManager());
    NDArray x = tokens(images);
    NDList stages = new NDList();
    for (RotatedBlock block : blocks) {
      x = block.forward(x, rotation);
      NDArray patches = x.get(new NDIndex(":, {}:", before())).swapAxes(1, 2);
      stages.add(patches.reshape(x.getShape().get(0), config.width(), grid, grid));
    }
    stages.remove(stages.size() - 1);
    return new NDList(head(x)).addAll(stages);
  }

  private int before() {
    return config.classToken() ? 1 : 0;
  }

  private Rotation rotation(NDManager manager) {
    int values = config.width() / config.heads();
    return Rotation.of(
        manager, new Rotation.Grid(grid, values, before(), true, before(), config.reference()));
  }

  /** Pictures to tokens: (B, 3, R, R) -> (B, L, W). */
  private NDArray tokens(NDArray images) {
    return Scopes.keep(
        () -> {
          long b = images.getShape().get(0);
          NDArray x =
              Nn.conv2d(images, weights.get("visual.conv1.weight"), config.patch(), 0)
                  .reshape(b, config.width(), -1)
                  .swapAxes(1, 2);
          if (config.classToken()) {
            // adding to zeros lets the result belong to the pictures' manager, not the weights'
            NDArray cls =
                images
                    .getManager()
                    .zeros(new Shape(b, 1, config.width()))
                    .add(weights.get("visual.class_embedding"));
            x = NDArrays.concat(new NDList(cls, x), 1);
          }
          return norm(x.add(weights.get("visual.positional_embedding")), "visual.ln_pre");
        });
  }

  /** (B, L, W) -> (B, E). */
  private NDArray head(NDArray x) {
    return Scopes.keep(
        () ->
            Nn.linear(
                pooling.forward(norm(x, "visual.ln_post")),
                weights.get("visual.head.weight"),
                weights.get("visual.head.bias")));
  }

  private NDArray norm(NDArray x, String name) {
    return Nn.layerNorm(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
  }

  @Override
  public List<AttentionTerms> attention() {
    return blocks.stream().map(b -> b.block().terms()).toList();
  }

  @Override
  public long widestActivation() {
    return (long) (grid * grid + before()) * config.hidden();
  }
}
