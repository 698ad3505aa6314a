package dev.attune.encoder.clip;

import dev.attune.weights.DerivedTensors;
import dev.attune.weights.TensorSource;
import java.util.List;
import java.util.Map;

/** CLIP's names for the tensors of timm's plain vision transformers, and of their pooling. */
public final class TimmNames {
  /** The query of the pooling. */
  public static final String PROBE = "visual.trunk.attn_pool.latent";

  private static final String POOLING = "visual.trunk.attn_pool.";

  /** What stands in timm's and OpenCLIP's names, and what in ours. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("visual.trunk.patch_embed.proj.", "visual.conv1."),
          Map.entry("visual.trunk.pos_embed", "visual.positional_embedding"),
          Map.entry("visual.trunk.blocks.", "visual.transformer.resblocks."),
          Map.entry("visual.trunk.norm.", "visual.ln_post."),
          Map.entry("visual.trunk.cls_token", "visual.class_embedding"),
          Map.entry("visual.trunk.norm_pre.", "visual.ln_pre."),
          Map.entry("visual.trunk.head.", "visual.head."),
          Map.entry(PROBE, "visual.attnpool.probe"),
          Map.entry("visual.trunk.attn_pool.proj.", "visual.attnpool.out_proj."),
          Map.entry("visual.trunk.attn_pool.norm.", "visual.attnpool.ln_2."),
          Map.entry("visual.trunk.attn_pool.mlp.", "visual.attnpool.mlp."),
          Map.entry(".norm1.", ".ln_1."),
          Map.entry(".norm2.", ".ln_2."),
          Map.entry(".attn.qkv.", ".attn.in_proj_"),
          Map.entry(".attn.proj.", ".attn.out_proj."),
          Map.entry(".mlp.fc1.", ".mlp.c_fc."),
          Map.entry(".mlp.fc2.", ".mlp.c_proj."));

  private TimmNames() {}

  /** The tensors under those names, those of the text tower among them. */
  public static TensorSource renamed(TensorSource source) {
    DerivedTensors derived = new DerivedTensors(source);
    for (String kind : List.of("weight", "bias")) {
      derived.join(
          List.of(POOLING + "q." + kind, POOLING + "kv." + kind),
          "visual.attnpool.in_proj_" + kind);
    }
    for (String name : source.tensors().keySet()) {
      if (!name.startsWith(POOLING + "q.") && !name.startsWith(POOLING + "kv.")) {
        String own = name.startsWith("text.") ? name.substring("text.".length()) : name;
        derived.squeeze(name, renamed(own, NAMES));
      }
    }
    return derived;
  }

  /** A tensor's name with all that is called otherwise replaced; what is unknown stays. */
  public static String renamed(String name, Map<String, String> names) {
    String renamed = name;
    for (Map.Entry<String, String> e : names.entrySet()) {
      renamed = renamed.replace(e.getKey(), e.getValue());
    }
    return renamed;
  }
}
