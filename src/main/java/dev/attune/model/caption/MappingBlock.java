package dev.attune.model.caption;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;
import java.util.Map;

/**
 * A block of the mapping transformer: pre-LN self-attention whose query, key and value have no
 * bias, and an MLP twice as wide. Letters: B sequences, L tokens, M of them wanted, W width, H
 * heads, d = W/H.
 */
final class MappingBlock {
  private static final int HEADS = MappingTransformerConfig.HEADS;
  private static final int MLP_RATIO = 2;

  private final Weights weights;
  private final String name;

  MappingBlock(Weights weights, String name) {
    this.weights = weights;
    this.name = name + ".";
  }

  static void shapes(Map<String, Shape> shapes, String name, long width) {
    shapes.put(name + ".norm1.weight", new Shape(width));
    shapes.put(name + ".norm1.bias", new Shape(width));
    shapes.put(name + ".attn.to_queries.weight", new Shape(width, width));
    shapes.put(name + ".attn.to_keys_values.weight", new Shape(2 * width, width));
    shapes.put(name + ".attn.project.weight", new Shape(width, width));
    shapes.put(name + ".attn.project.bias", new Shape(width));
    shapes.put(name + ".norm2.weight", new Shape(width));
    shapes.put(name + ".norm2.bias", new Shape(width));
    shapes.put(name + ".mlp.fc1.weight", new Shape(MLP_RATIO * width, width));
    shapes.put(name + ".mlp.fc1.bias", new Shape(MLP_RATIO * width));
    shapes.put(name + ".mlp.fc2.weight", new Shape(width, MLP_RATIO * width));
    shapes.put(name + ".mlp.fc2.bias", new Shape(width));
  }

  /**
   * Every token attends to all.
   *
   * @param x (B, L, W)
   * @param from the first token whose output is wanted
   * @return (B, M, W) with M = L - from
   */
  NDArray forward(NDArray x, int from) {
    return Scopes.keep(
        () -> {
          long b = x.getShape().get(0);
          long l = x.getShape().get(1);
          long w = x.getShape().get(2);
          NDIndex wanted = new NDIndex(":, {}:", from);
          NDArray normed = norm(x, "norm1");
          NDArray q =
              Nn.linear(normed.get(wanted), weights.get(name + "attn.to_queries.weight"), null)
                  .reshape(b, l - from, HEADS, w / HEADS)
                  .transpose(0, 2, 1, 3); // (B, H, M, d)
          NDArray kv =
              Nn.linear(normed, weights.get(name + "attn.to_keys_values.weight"), null)
                  .reshape(b, l, 2, HEADS, w / HEADS)
                  .transpose(2, 0, 3, 1, 4); // (2, B, H, L, d)
          NDArray scaled = Nn.scale(q, (float) (1 / Math.sqrt((double) w / HEADS)));
          NDArray attended = scaled.matMul(kv.get(0).swapAxes(2, 3)).softmax(-1).matMul(kv.get(1));
          NDArray merged = attended.transpose(0, 2, 1, 3).reshape(b, l - from, w);
          NDArray y = x.get(wanted).add(linear(merged, "attn.project"));
          NDArray hidden = Activation.RELU.apply(linear(norm(y, "norm2"), "mlp.fc1"));
          return y.add(linear(hidden, "mlp.fc2"));
        });
  }

  private NDArray linear(NDArray x, String layer) {
    return Nn.linear(x, weights, name + layer);
  }

  private NDArray norm(NDArray x, String layer) {
    return Nn.layerNorm(
        x, weights.get(name + layer + ".weight"), weights.get(name + layer + ".bias"));
  }
}
