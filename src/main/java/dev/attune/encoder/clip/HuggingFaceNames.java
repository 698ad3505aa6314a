package dev.attune.encoder.clip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How Hugging Face calls the tensors of a CLIP with a vision transformer; OpenAI's name first. */
final class HuggingFaceNames {
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
}
