package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.clip.VisionConfig.Eva;
import dev.attune.encoder.clip.VisionConfig.Eva.Kind;
import dev.attune.model.Activation;
import dev.attune.model.AttentionTerms;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.model.Rotation;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The vision transformer of EVA-CLIP (Sun et al. 2023, arXiv 2303.15389) as timm has it. Letters: B
 * pictures, G patches a side, L = G*G + 1 tokens, W width, H heads, d = W/H, E embedding.
 */
final class EvaTower implements VisionTower {
  private static final String TRUNK = ConvNextTower.TRUNK;
  private static final float EPSILON = 1e-6f;

  /** Patches a side of the pictures that the rotation's angles are for: 16. */
  private static final double REFERENCE = 16;

  private final Eva config;
  private final int grid;
  private final Weights weights;
  private final List<AttentionTerms> terms;

  EvaTower(Eva config, int resolution, Weights weights) {
    this.config = config;
    this.weights = weights;
    grid = resolution / config.patch();
    terms =
        Stream.generate(() -> new AttentionTerms(config.width())).limit(config.layers()).toList();
  }

  static void shapes(Map<String, Shape> shapes, Eva c, int resolution, int embedDim) {
    long w = c.width();
    long grid = resolution / c.patch();
    shapes.put(TRUNK + "cls_token", new Shape(1, 1, w));
    shapes.put(TRUNK + "pos_embed", new Shape(1, grid * grid + 1, w));
    ConvNextTower.both(shapes, TRUNK + "patch_embed.proj", new Shape(w, 3, c.patch(), c.patch()));
    for (int i = 0; i < c.layers(); i++) {
      String block = block(i);
      ConvNextTower.both(shapes, block + "norm1", new Shape(w));
      ConvNextTower.both(shapes, block + "norm2", new Shape(w));
      ConvNextTower.both(shapes, block + "attn.proj", new Shape(w, w));
      ConvNextTower.both(shapes, block + "mlp.fc2", new Shape(w, c.hidden()));
      if (c.kind() == Kind.GATED) {
        ConvNextTower.both(shapes, block + "attn.q_proj", new Shape(w, w));
        shapes.put(block + "attn.k_proj.weight", new Shape(w, w));
        ConvNextTower.both(shapes, block + "attn.v_proj", new Shape(w, w));
        ConvNextTower.both(shapes, block + "attn.norm", new Shape(w));
        ConvNextTower.both(shapes, block + "mlp.fc1_g", new Shape(c.hidden(), w));
        ConvNextTower.both(shapes, block + "mlp.fc1_x", new Shape(c.hidden(), w));
        ConvNextTower.both(shapes, block + "mlp.norm", new Shape(c.hidden()));
      } else {
        shapes.put(block + "attn.qkv.weight", new Shape(3 * w, w));
        shapes.put(block + "attn.q_bias", new Shape(w));
        shapes.put(block + "attn.v_bias", new Shape(w));
        ConvNextTower.both(shapes, block + "mlp.fc1", new Shape(c.hidden(), w));
      }
    }
    ConvNextTower.both(shapes, TRUNK + "norm", new Shape(w));
    ConvNextTower.both(shapes, TRUNK + "head", new Shape(embedDim, w));
  }

  private static String block(int number) {
    return "%sblocks.%d.".formatted(TRUNK, number);
  }

  @Override
  public NDArray encode(NDArray images, BatchNormalization none) {
    return Scopes.keep(
        () -> {
          Rotation rotation = rotation(images.getManager());
          NDArray x = tokens(images);
          for (int i = 0; i < config.layers(); i++) {
            NDArray y = forward(x, i, rotation);
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
    for (int i = 0; i < config.layers(); i++) {
      x = forward(x, i, rotation);
      NDArray patches = x.get(new NDIndex(":, 1:")).swapAxes(1, 2);
      stages.add(patches.reshape(x.getShape().get(0), config.width(), grid, grid));
    }
    stages.remove(stages.size() - 1);
    return new NDList(head(x)).addAll(stages);
  }

  /** Pictures to tokens: (B, 3, R, R) -> (B, L, W). */
  private NDArray tokens(NDArray images) {
    return Scopes.keep(
        () -> {
          long b = images.getShape().get(0);
          NDArray patches =
              Nn.conv2d(images, weight("patch_embed.proj.weight"), config.patch(), 0)
                  .reshape(b, config.width(), -1)
                  .swapAxes(1, 2)
                  .add(weight("patch_embed.proj.bias"));
          // adding to zeros lets the result belong to the pictures' manager, not the weights'
          NDArray cls =
              images.getManager().zeros(new Shape(b, 1, config.width())).add(weight("cls_token"));
          return NDArrays.concat(new NDList(cls, patches), 1).add(weight("pos_embed"));
        });
  }

  /** The class token's output: (B, L, W) -> (B, E). */
  private NDArray head(NDArray x) {
    return Scopes.keep(
        () -> linear(norm(x.get(new NDIndex(":, 0")), TRUNK + "norm"), TRUNK + "head"));
  }

  private NDArray forward(NDArray x, int number, @Nullable Rotation rotation) {
    return Scopes.keep(
        () -> {
          String block = block(number);
          boolean after = config.kind() == Kind.POST_NORM;
          NDArray seen = attend(after ? x : norm(x, block + "norm1"), number, rotation);
          NDArray y = x.add(after ? norm(seen, block + "norm1") : seen);
          NDArray thought = mlp(after ? y : norm(y, block + "norm2"), block + "mlp.");
          return y.add(after ? norm(thought, block + "norm2") : thought);
        });
  }

  private NDArray attend(NDArray x, int number, @Nullable Rotation rotation) {
    return Scopes.keep(
        () -> {
          String name = block(number) + "attn.";
          float scale = (float) (1 / Math.sqrt((double) config.width() / config.heads()));
          NDArray q = Nn.scale(turned(heads(part(x, number, 0)), rotation), scale);
          NDArray k = turned(heads(part(x, number, 1)), rotation);
          NDArray seen = q.matMul(k.swapAxes(2, 3)).softmax(-1).matMul(heads(part(x, number, 2)));
          NDArray merged = seen.transpose(0, 2, 1, 3).reshape(x.getShape());
          return linear(
              config.kind() == Kind.GATED ? norm(merged, name + "norm") : merged, name + "proj");
        });
  }

  /** Queries, keys or values (0, 1, 2); keys have no bias. */
  private NDArray part(NDArray x, int number, int part) {
    String name = block(number) + "attn.";
    String letter = String.valueOf("qkv".charAt(part));
    if (config.kind() == Kind.GATED) {
      String own = name + letter + "_proj";
      return Nn.linear(
          x,
          terms.get(number).onto(weights.get(own + ".weight"), part, part + 1),
          part == 1 ? null : weights.get(own + ".bias"));
    }
    long w = config.width();
    NDIndex rows = new NDIndex("{}:{}", part * w, (part + 1) * w);
    NDArray stored = weights.get(name + "qkv.weight").get(x.getManager(), rows);
    return Nn.linear(
        x,
        terms.get(number).onto(stored, part, part + 1),
        part == 1 ? null : weights.get(name + letter + "_bias"));
  }

  private NDArray mlp(NDArray x, String name) {
    return Scopes.keep(
        () -> {
          if (config.kind() != Kind.GATED) {
            return linear(Activation.GELU.apply(linear(x, name + "fc1")), name + "fc2");
          }
          NDArray gate = linear(x, name + "fc1_g");
          NDArray open = gate.mul(ai.djl.nn.Activation.sigmoid(gate));
          return linear(norm(open.mul(linear(x, name + "fc1_x")), name + "norm"), name + "fc2");
        });
  }

  /** (B, L, W) -> (B, H, L, d). */
  private NDArray heads(NDArray x) {
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1), config.heads(), -1).swapAxes(1, 2);
  }

  private @Nullable Rotation rotation(NDManager manager) {
    return config.kind() == Kind.GATED
        ? Rotation.of(
            manager,
            new Rotation.Grid(grid, config.width() / config.heads(), 1, false, 0, REFERENCE))
        : null;
  }

  private static NDArray turned(NDArray x, @Nullable Rotation rotation) {
    return rotation == null ? x : rotation.turn(x);
  }

  private NDArray norm(NDArray x, String name) {
    return Nn.layerNorm(x, weights.get(name + ".weight"), weights.get(name + ".bias"), EPSILON);
  }

  private NDArray linear(NDArray x, String name) {
    return Nn.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"));
  }

  private NDArray weight(String name) {
    return weights.get(TRUNK + name);
  }

  @Override
  public List<AttentionTerms> attention() {
    return terms;
  }

  @Override
  public long widestActivation() {
    return (long) (grid * grid + 1) * config.hidden();
  }
}
