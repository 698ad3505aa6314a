package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.model.Scopes;
import dev.attune.weights.Weights;
import java.util.Map;

/**
 * Attention of one learned query to all patches, and an MLP (MAP; Zhai et al. 2022, arXiv
 * 2106.04560, appendix). Letters: B pictures, L patches, W width, H heads, d = W/H.
 */
public final class AttentionPooling {
  private static final String NAME = "visual.attnpool.";

  private final Weights weights;
  private final int heads;
  private final Activation activation;
  private final float epsilon;

  /**
   * Over its weights.
   *
   * @param epsilon of its normalisation
   */
  public AttentionPooling(Weights weights, int heads, Activation activation, float epsilon) {
    this.weights = weights;
    this.heads = heads;
    this.activation = activation;
    this.epsilon = epsilon;
  }

  /**
   * Adds its tensors to the list of what a checkpoint must hold.
   *
   * @param hidden width of its MLP's hidden layer
   */
  public static void shapes(Map<String, Shape> shapes, long width, long hidden) {
    shapes.put(NAME + "probe", new Shape(width));
    shapes.put(NAME + "in_proj_weight", new Shape(3 * width, width));
    shapes.put(NAME + "in_proj_bias", new Shape(3 * width));
    shapes.put(NAME + "out_proj.weight", new Shape(width, width));
    shapes.put(NAME + "out_proj.bias", new Shape(width));
    shapes.put(NAME + "ln_2.weight", new Shape(width));
    shapes.put(NAME + "ln_2.bias", new Shape(width));
    shapes.put(NAME + "mlp.c_fc.weight", new Shape(hidden, width));
    shapes.put(NAME + "mlp.c_fc.bias", new Shape(hidden));
    shapes.put(NAME + "mlp.c_proj.weight", new Shape(width, hidden));
    shapes.put(NAME + "mlp.c_proj.bias", new Shape(width));
  }

  /** (B, L, W) -> (B, W). */
  public NDArray forward(NDArray x) {
    return Scopes.keep(
        () -> {
          NDArray y = linear(attend(x), "out_proj");
          NDArray z = Nn.layerNorm(y, weight("ln_2.weight"), weight("ln_2.bias"), epsilon);
          return y.add(linear(activation.apply(linear(z, "mlp.c_fc")), "mlp.c_proj"));
        });
  }

  /** What the heads see: (B, L, W) -> (B, W). */
  private NDArray attend(NDArray x) {
    Shape s = x.getShape();
    long w = s.get(2);
    long d = w / heads;
    NDArray kv =
        Nn.linear(x, part("in_proj_weight", x, w, 3 * w), part("in_proj_bias", x, w, 3 * w))
            .reshape(s.get(0), s.get(1), 2, heads, d)
            .transpose(2, 0, 3, 1, 4); // twice (B, H, L, d)
    NDArray query =
        Nn.linear(
            weight("probe").reshape(1, w),
            part("in_proj_weight", x, 0, w),
            part("in_proj_bias", x, 0, w));
    NDArray scaled = Nn.scale(query.reshape(1, heads, d, 1), (float) (1 / Math.sqrt(d)));
    NDArray scores = kv.get(0).matMul(scaled).softmax(2); // (B, H, L, 1)
    return scores.swapAxes(2, 3).matMul(kv.get(1)).reshape(s.get(0), w);
  }

  private NDArray linear(NDArray x, String name) {
    return Nn.linear(x, weight(name + ".weight"), weight(name + ".bias"));
  }

  private NDArray weight(String name) {
    return weights.get(NAME + name);
  }

  private NDArray part(String name, NDArray x, long from, long to) {
    return weight(name).get(x.getManager(), new NDIndex("{}:{}", from, to));
  }
}
