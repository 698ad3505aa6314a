package dev.attune.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** OPT's tensors: query, key and value apart, as linear layers. */
final class OptNames implements LmFamily.Names {
  private static final List<String> PROJECTIONS = List.of("q_proj", "k_proj", "v_proj");

  /**
   * Name in a block, and the file's name in a layer; always in this order, as checkpoints count.
   */
  private static final SortedMap<String, String> RENAMED =
      new TreeMap<>(
          Map.of(
              "ln_1", "self_attn_layer_norm",
              "attn.out_proj", "self_attn.out_proj",
              "ln_2", "final_layer_norm",
              "mlp.c_fc", "fc1",
              "mlp.c_proj", "fc2"));

  @Override
  public String root() {
    return "model.decoder.";
  }

  @Override
  public String root(TensorSource source) {
    return source.tensors().containsKey("decoder.embed_tokens.weight") ? "decoder." : root();
  }

  @Override
  public Map<String, Shape> shapes(LmConfig c, String root) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    long w = c.width();
    int offset = c.family().positionOffset();
    shapes.put(root + "embed_tokens.weight", new Shape(c.vocabSize(), c.embedding()));
    matrices(c).forEach((name, shape) -> shapes.put(root + name, shape));
    shapes.put(root + "embed_positions.weight", new Shape(c.positions() + offset, w));
    for (int i = 0; i < c.layers(); i++) {
      String layer = root + "layers." + i + ".";
      for (String projection : PROJECTIONS) {
        linear(shapes, layer + "self_attn." + projection, w, w);
      }
      linear(shapes, layer + "self_attn.out_proj", w, w);
      norm(shapes, layer + "self_attn_layer_norm", w);
      linear(shapes, layer + "fc1", c.feedForward(), w);
      linear(shapes, layer + "fc2", w, c.feedForward());
      norm(shapes, layer + "final_layer_norm", w);
    }
    if (!c.postNorm()) {
      norm(shapes, root + "final_layer_norm", w);
    }
    return shapes;
  }

  /** The matrices from the embeddings to the blocks and back, where there are any. */
  private static Map<String, Shape> matrices(LmConfig c) {
    return c.projected()
        ? Map.of(
            CausalLm.ENTRANCE, new Shape(c.width(), c.embedding()),
            CausalLm.EXIT, new Shape(c.embedding(), c.width()))
        : Map.of();
  }

  private static void linear(Map<String, Shape> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new Shape(out, in));
    shapes.put(name + ".bias", new Shape(out));
  }

  private static void norm(Map<String, Shape> shapes, String name, long width) {
    shapes.put(name + ".weight", new Shape(width));
    shapes.put(name + ".bias", new Shape(width));
  }

  @Override
  public Set<String> ignored(LmConfig config, String root) {
    return Set.of("lm_head.weight");
  }

  @Override
  public Map<String, NDArray> canonical(Weights stored, LmConfig c, String root) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put(CausalLm.TOKENS, stored.get(root + "embed_tokens.weight"));
    tensors.put(CausalLm.POSITIONS, stored.get(root + "embed_positions.weight"));
    matrices(c).keySet().forEach(name -> tensors.put(name, stored.get(root + name)));
    for (String kind : List.of("weight", "bias")) {
      if (!c.postNorm()) {
        String norm = root + "final_layer_norm." + kind;
        tensors.put(CausalLm.FINAL_NORM + "." + kind, stored.get(norm));
      }
      for (int i = 0; i < c.layers(); i++) {
        String layer = root + "layers." + i + ".";
        String block = CausalLm.BLOCK + i + ".";
        RENAMED.forEach(
            (to, from) ->
                tensors.put(block + to + "." + kind, stored.get(layer + from + "." + kind)));
        NDList parts = new NDList();
        PROJECTIONS.forEach(p -> parts.add(stored.get(layer + "self_attn." + p + "." + kind)));
        tensors.put(block + "attn.in_proj_" + kind, NDArrays.concat(parts, 0));
        parts.close();
      }
    }
    return tensors;
  }

  /**
   * The tensors of a file.
   *
   * @param weights under the names that {@link CausalLm} reads
   */
  Map<String, NDArray> stored(Weights weights, LmConfig c) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put(root() + "embed_tokens.weight", weights.get(CausalLm.TOKENS));
    tensors.put(root() + "embed_positions.weight", weights.get(CausalLm.POSITIONS));
    matrices(c).keySet().forEach(name -> tensors.put(root() + name, weights.get(name)));
    for (String kind : List.of("weight", "bias")) {
      if (!c.postNorm()) {
        String norm = CausalLm.FINAL_NORM + "." + kind;
        tensors.put(root() + "final_layer_norm." + kind, weights.get(norm));
      }
      for (int i = 0; i < c.layers(); i++) {
        String layer = root() + "layers." + i + ".";
        String block = CausalLm.BLOCK + i + ".";
        RENAMED.forEach(
            (from, to) ->
                tensors.put(layer + to + "." + kind, weights.get(block + from + "." + kind)));
        NDList parts = weights.get(block + "attn.in_proj_" + kind).split(PROJECTIONS.size());
        for (int p = 0; p < parts.size(); p++) {
          tensors.put(layer + "self_attn." + PROJECTIONS.get(p) + "." + kind, parts.get(p));
        }
      }
    }
    return tensors;
  }
}
