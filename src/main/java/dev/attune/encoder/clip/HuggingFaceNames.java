package dev.attune.encoder.clip;

import dev.attune.weights.DerivedTensors;
import dev.attune.weights.TensorSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** How Hugging Face calls the tensors of a CLIP with a vision transformer; OpenAI's name first. */
public final class HuggingFaceNames {
  static final List<String> KINDS = List.of("weight", "bias");

  /** Matrices that are stored with rows as columns. */
  static final Set<String> TRANSPOSED = Set.of("visual.proj", "text_projection");

  /** What stands before the number of a block. */
  static final Map<String, String> TOWERS =
      Map.of(
          "visual.transformer.resblocks.", "vision_model.encoder.layers.",
          "transformer.resblocks.", "text_model.encoder.layers.");

  /** The parts of a block that have a weight and a bias; queries, keys and values aside. */
  static final Map<String, String> BLOCK =
      Map.of(
          "attn.out_proj", "self_attn.out_proj",
          "ln_1", "layer_norm1",
          "ln_2", "layer_norm2",
          "mlp.c_fc", "mlp.fc1",
          "mlp.c_proj", "mlp.fc2");

  private HuggingFaceNames() {}

  /** The tensors outside the blocks. */
  static Map<String, String> tops() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("visual.class_embedding", "vision_model.embeddings.class_embedding");
    names.put("visual.positional_embedding", "vision_model.embeddings.position_embedding.weight");
    names.put("visual.conv1.weight", "vision_model.embeddings.patch_embedding.weight");
    names.put("visual.proj", "visual_projection.weight");
    names.put("token_embedding.weight", "text_model.embeddings.token_embedding.weight");
    names.put("positional_embedding", "text_model.embeddings.position_embedding.weight");
    names.put("text_projection", "text_projection.weight");
    names.put("logit_scale", "logit_scale");
    for (String kind : KINDS) {
      // the missing letter is in their name
      names.put("visual.ln_pre." + kind, "vision_model.pre_layrnorm." + kind);
      names.put("visual.ln_post." + kind, "vision_model.post_layernorm." + kind);
      names.put("ln_final." + kind, "text_model.final_layer_norm." + kind);
    }
    return names;
  }

  /**
   * Gives the tensors of both towers' blocks OpenAI's names.
   *
   * @return names of the tensors that are left, those aside that nobody needs
   */
  public static Set<String> blocks(TensorSource source, DerivedTensors derived) {
    Set<String> left = new LinkedHashSet<>(source.tensors().keySet());
    left.removeIf(n -> n.endsWith(".position_ids"));
    TOWERS.forEach(
        (ours, theirs) -> {
          for (int i = 0; holds(left, theirs + i + "."); i++) {
            block(derived, theirs + i + ".", ours + i + ".", left);
          }
        });
    return left;
  }

  private static boolean holds(Set<String> names, String prefix) {
    return names.stream().anyMatch(n -> n.startsWith(prefix));
  }

  private static void block(DerivedTensors derived, String from, String to, Set<String> left) {
    for (String kind : KINDS) {
      List<String> parts =
          Stream.of("q", "k", "v").map(p -> from + "self_attn." + p + "_proj." + kind).toList();
      derived.join(parts, to + "attn.in_proj_" + kind);
      parts.forEach(left::remove);
      BLOCK.forEach(
          (ours, theirs) -> {
            if (left.remove(from + theirs + "." + kind)) {
              derived.rename(from + theirs + "." + kind, to + ours + "." + kind);
            }
          });
    }
  }
}
