package dev.attune.model;

import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** The tensors of a {@link TransformerBlock}. Letters: W width. */
public final class BlockShapes {
  private BlockShapes() {}

  /** Adds the tensors of one block to the list of what a checkpoint must hold. */
  public static void put(Map<String, Shape> shapes, String name, long width) {
    put(shapes, name, width, 4 * width);
  }

  /** The same where the MLP's hidden layer is not four times as wide. */
  public static void put(Map<String, Shape> shapes, String name, long width, long hidden) {
    shapes.put(name + ".attn.in_proj_weight", new Shape(3 * width, width));
    shapes.put(name + ".attn.in_proj_bias", new Shape(3 * width));
    shapes.put(name + ".attn.out_proj.weight", new Shape(width, width));
    shapes.put(name + ".attn.out_proj.bias", new Shape(width));
    shapes.put(name + ".ln_1.weight", new Shape(width));
    shapes.put(name + ".ln_1.bias", new Shape(width));
    shapes.put(name + ".mlp.c_fc.weight", new Shape(hidden, width));
    shapes.put(name + ".mlp.c_fc.bias", new Shape(hidden));
    shapes.put(name + ".mlp.c_proj.weight", new Shape(width, hidden));
    shapes.put(name + ".mlp.c_proj.bias", new Shape(width));
    shapes.put(name + ".ln_2.weight", new Shape(width));
    shapes.put(name + ".ln_2.bias", new Shape(width));
  }
}
