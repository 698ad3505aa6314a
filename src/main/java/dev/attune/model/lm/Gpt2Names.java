package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** GPT-2's tensors: query, key and value together, matrices with their inputs first. */
final class Gpt2Names implements LmFamily.Names {
  /**
   * Name in a block, and the file's name in a layer; always in this order, as checkpoints count.
   */
  private static final SortedMap<String, String> MATRICES =
      new TreeMap<>(
          Map.of(
              "attn.out_proj", "attn.c_proj",
              "mlp.c_fc", "mlp.c_fc",
              "mlp.c_proj", "mlp.c_proj"));

  @Override
  public String root() {
    return "transformer.";
  }

  @Override
  public String root(TensorSource source) {
    return source.tensors().containsKey("transformer.wte.weight") ? root() : "";
  }

  @Override
  public Map<String, Shape> shapes(LmConfig c, String root) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    long w = c.width();
    shapes.put(root + "wte.weight", new Shape(c.vocabSize(), w));
    shapes.put(root + "wpe.weight", new Shape(c.positions(), w));
    for (int i = 0; i < c.layers(); i++) {
      String layer = root + "h." + i + ".";
      norm(shapes, layer + "ln_1", w);
      matrix(shapes, layer + "attn.c_attn", w, 3 * w);
      matrix(shapes, layer + "attn.c_proj", w, w);
      norm(shapes, layer + "ln_2", w);
      matrix(shapes, layer + "mlp.c_fc", w, c.feedForward());
      matrix(shapes, layer + "mlp.c_proj", c.feedForward(), w);
    }
    norm(shapes, root + "ln_f", w);
    return shapes;
  }

  private static void matrix(Map<String, Shape> shapes, String name, long in, long out) {
    shapes.put(name + ".weight", new Shape(in, out));
    shapes.put(name + ".bias", new Shape(out));
  }

  private static void norm(Map<String, Shape> shapes, String name, long width) {
    shapes.put(name + ".weight", new Shape(width));
    shapes.put(name + ".bias", new Shape(width));
  }

  @Override
  public Set<String> ignored(LmConfig c, String root) {
    Set<String> ignored = new HashSet<>(Set.of("lm_head.weight"));
    for (int i = 0; i < c.layers(); i++) {
      ignored.add(root + "h." + i + ".attn.bias");
      ignored.add(root + "h." + i + ".attn.masked_bias");
    }
    return ignored;
  }

  @Override
  public Map<String, NDArray> canonical(Weights stored, LmConfig c, String root) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put(CausalLm.TOKENS, stored.get(root + "wte.weight"));
    tensors.put(CausalLm.POSITIONS, stored.get(root + "wpe.weight"));
    both(tensors, CausalLm.FINAL_NORM, stored, root + "ln_f");
    for (int i = 0; i < c.layers(); i++) {
      String layer = root + "h." + i + ".";
      String block = CausalLm.BLOCK + i + ".";
      both(tensors, block + "ln_1", stored, layer + "ln_1");
      both(tensors, block + "ln_2", stored, layer + "ln_2");
      MATRICES.forEach(
          (to, from) -> {
            tensors.put(block + to + ".weight", turned(stored, layer + from + ".weight"));
            tensors.put(block + to + ".bias", stored.get(layer + from + ".bias"));
          });
      tensors.put(block + "attn.in_proj_weight", turned(stored, layer + "attn.c_attn.weight"));
      tensors.put(block + "attn.in_proj_bias", stored.get(layer + "attn.c_attn.bias"));
    }
    return tensors;
  }

  private static void both(Map<String, NDArray> tensors, String to, Weights stored, String from) {
    tensors.put(to + ".weight", stored.get(from + ".weight"));
    tensors.put(to + ".bias", stored.get(from + ".bias"));
  }

  /** A matrix (in, out) as a linear layer's (out, in). */
  private static NDArray turned(Weights stored, String name) {
    try (NDArray matrix = stored.get(name)) {
      return matrix.transpose();
    }
  }
}
