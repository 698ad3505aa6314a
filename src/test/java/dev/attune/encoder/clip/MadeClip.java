package dev.attune.encoder.clip;

import ai.djl.ndarray.types.Shape;
import dev.attune.model.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a CLIP of reduced size, as libraries name them; see {@code MadeWeights}. */
final class MadeClip {
  static final long[][] TOKENS = {{18, 3, 7, 5, 19, 0, 0, 0}, {18, 9, 4, 19, 0, 0, 0, 0}};
  private static final int E = 12;
  private static final int VOCABULARY = 20;
  private static final int CONTEXT = 8;
  private static final int TEXT = 64;
  private static final int VISION = 96;

  private MadeClip() {}

  /** As transformers has them. */
  static Map<String, Shape> huggingFace(int textHidden, int visionHidden) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("logit_scale", new Shape());
    String text = "text_model.";
    shapes.put(text + "embeddings.token_embedding.weight", new Shape(VOCABULARY, TEXT));
    shapes.put(text + "embeddings.position_embedding.weight", new Shape(CONTEXT, TEXT));
    blocks(shapes, text, TEXT, textHidden);
    both(shapes, text + "final_layer_norm", new Shape(TEXT));
    shapes.put("text_projection.weight", new Shape(E, TEXT));
    String vision = "vision_model.";
    shapes.put(vision + "embeddings.class_embedding", new Shape(VISION));
    shapes.put(vision + "embeddings.patch_embedding.weight", new Shape(VISION, 3, 16, 16));
    shapes.put(vision + "embeddings.position_embedding.weight", new Shape(10, VISION));
    both(shapes, vision + "pre_layrnorm", new Shape(VISION));
    blocks(shapes, vision, VISION, visionHidden);
    both(shapes, vision + "post_layernorm", new Shape(VISION));
    shapes.put("visual_projection.weight", new Shape(E, VISION));
    return shapes;
  }

  private static void blocks(Map<String, Shape> shapes, String tower, int width, int hidden) {
    for (int i = 0; i < 2; i++) {
      String layer = tower + "encoder.layers." + i;
      for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        both(shapes, layer + ".self_attn." + part, new Shape(width, width));
      }
      both(shapes, layer + ".layer_norm1", new Shape(width));
      both(shapes, layer + ".layer_norm2", new Shape(width));
      both(shapes, layer + ".mlp.fc1", new Shape(hidden, width));
      both(shapes, layer + ".mlp.fc2", new Shape(width, hidden));
    }
  }

  private static void both(Map<String, Shape> shapes, String name, Shape weight) {
    shapes.put(name + ".weight", weight);
    shapes.put(name + ".bias", new Shape(weight.get(0)));
  }

  /** As OpenAI and OpenCLIP have them. */
  static Map<String, Shape> openAi(int textHidden, int visionHidden) {
    VisionConfig vision = new VisionConfig.Vit(VISION, 2, 3, 16, visionHidden, false);
    return new ClipConfig(
            vision,
            48,
            E,
            CONTEXT,
            VOCABULARY,
            TEXT,
            8,
            2,
            Activation.GELU,
            textHidden,
            TextForm.OPENAI)
        .shapes();
  }

  /** A {@code config.json} that leaves out whatever has a default. */
  static String huggingFace(String inText, String inVision) {
    return """
    {"model_type": "clip", "projection_dim": 12,
     "text_config": {"vocab_size": 20, "hidden_size": 64, "num_hidden_layers": 2,
       "max_position_embeddings": 8, "eos_token_id": 19%s},
     "vision_config": {"hidden_size": 96, "num_hidden_layers": 2, "image_size": 48,
       "patch_size": 16%s}}
    """
        .formatted(inText, inVision);
  }

  /** An {@code open_clip_config.json}. */
  static String openClip(String inModel, String inText, String inVision, String preprocess) {
    return """
    {"model_cfg": {"embed_dim": 12%s,
       "vision_cfg": {"image_size": 48, "layers": 2, "width": 96, "patch_size": 16%s},
       "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 64, "layers": 2%s}},
     "preprocess_cfg": {%s}}
    """
        .formatted(inModel, inVision, inText, preprocess);
  }
}
