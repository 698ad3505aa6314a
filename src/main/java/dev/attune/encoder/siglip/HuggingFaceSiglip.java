package dev.attune.encoder.siglip;

import dev.attune.encoder.clip.ClipParameters;
import dev.attune.encoder.clip.ConfigFile;
import dev.attune.encoder.clip.HuggingFaceNames;
import dev.attune.encoder.clip.HuggingFacePreprocess;
import dev.attune.encoder.clip.TimmNames;
import dev.attune.encoder.siglip.SiglipConfig.Told;
import dev.attune.model.Activation;
import dev.attune.weights.DerivedTensors;
import dev.attune.weights.FileSource;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Hugging Face's {@code SiglipModel}, which SigLIP 2 of fixed resolution is stored as too. */
final class HuggingFaceSiglip {
  static final String CONFIG = "config.json";
  static final String PROBE = "vision_model.head.probe";
  private static final String VISION = "vision_config";
  private static final String TEXT = "text_config";

  private static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "gelu_pytorch_tanh", Activation.GELU_TANH,
          "gelu_new", Activation.GELU_TANH,
          "gelu", Activation.GELU,
          "quick_gelu", Activation.QUICK_GELU);

  /** What stands in their names, and what in ours; the blocks' names aside. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("vision_model.embeddings.patch_embedding.", "visual.conv1."),
          Map.entry(
              "vision_model.embeddings.position_embedding.weight", "visual.positional_embedding"),
          Map.entry("vision_model.post_layernorm.", "visual.ln_post."),
          Map.entry("vision_model.head.attention.", "visual.attnpool."),
          Map.entry("vision_model.head.layernorm.", "visual.attnpool.ln_2."),
          Map.entry("vision_model.head.mlp.fc1.", "visual.attnpool.mlp.c_fc."),
          Map.entry("vision_model.head.mlp.fc2.", "visual.attnpool.mlp.c_proj."),
          Map.entry(PROBE, "visual.attnpool.probe"),
          Map.entry("text_model.embeddings.token_embedding.weight", ClipParameters.TABLE),
          Map.entry("text_model.embeddings.position_embedding.weight", "positional_embedding"),
          Map.entry("text_model.final_layer_norm.", "ln_final."),
          Map.entry("text_model.head.", "text_projection."));

  private HuggingFaceSiglip() {}

  static SiglipCheckpoint open(TensorSource source, FileSource files) {
    ConfigFile file = ConfigFile.read(files, CONFIG);
    String type = file.root().path("model_type").asString("siglip");
    if (!type.equals("siglip")) {
      throw new WeightsException(
          CONFIG,
          type.equals("siglip2")
              ? "is of a SigLIP 2 NaFlex (model_type siglip2), which is not supported;"
                  + " SigLIP 2 of fixed resolution is"
              : "has the model_type %s, which is not supported".formatted(type));
    }
    if (!file.at(VISION, "vision_use_head").asBoolean(true)) {
      throw file.bad(VISION, "vision_use_head", "is false: without its head it is no encoder");
    }
    TensorSource tensors = rename(source);
    int resolution = file.number(VISION, "image_size", 224);
    return new SiglipCheckpoint(
        tensors,
        SiglipConfig.infer(tensors, resolution, told(file, VISION), told(file, TEXT)),
        HuggingFacePreprocess.read(files, resolution, HuggingFacePreprocess.Usual.SIGLIP),
        SiglipCheckpoint.Format.HUGGING_FACE);
  }

  /** What a field that is left out means, transformers' documentation of the two classes says. */
  private static Told told(ConfigFile file, String section) {
    String name = file.at(section, "hidden_act").asString("gelu_pytorch_tanh");
    Activation activation = ACTIVATIONS.get(name);
    if (activation == null) {
      throw file.bad(section, "hidden_act", "is %s, which is not supported".formatted(name));
    }
    JsonNode epsilon = file.at(section, "layer_norm_eps");
    return new Told(
        file.number(section, "num_attention_heads", 12),
        activation,
        (float) epsilon.asDouble(1e-6));
  }

  private static TensorSource rename(TensorSource source) {
    DerivedTensors derived = new DerivedTensors(source);
    Set<String> left = HuggingFaceNames.blocks(source, derived);
    left.forEach(n -> derived.squeeze(n, TimmNames.renamed(n, NAMES)));
    return derived;
  }
}
