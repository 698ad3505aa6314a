package dev.attune.encoder.video;

/** DGL's tensors under their published names (ALGORITHMS 5). */
final class DglNames {
  /** Before every name, those of the CLIP too. */
  static final String CLIP = "clip.";

  static final String GLOBALS = CLIP + "visual.prompt_embeddings";

  /** The transformer form's. */
  static final String TABLE = CLIP + "unified_prompt_embedding.weight";

  static final String BLOCK = CLIP + "PromptTransformer.resblocks.";
  static final String MLP = CLIP + "unified_prompt_mlp";

  /** The linear form's. */
  static final String PROMPTS = CLIP + "visual_prompt_embedding";

  static final String PREFIX = CLIP + "prefix_text_prompt_proj_layer";
  static final String POSTFIX = CLIP + "postfix_text_prompt_proj_layer";

  private DglNames() {}
}
