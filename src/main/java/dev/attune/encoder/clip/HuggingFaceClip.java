package dev.attune.encoder.clip;

import dev.attune.encoder.clip.ClipCheckpoint.HeadWidths;
import dev.attune.model.Activation;
import dev.attune.weights.DerivedTensors;
import dev.attune.weights.FileSource;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Hugging Face's CLIP: queries, keys and values apart, projections transposed, its own names, and a
 * {@code config.json} beside the weights. It has no ResNet tower.
 */
final class HuggingFaceClip {
  static final String CONFIG = "config.json";
  private static final String TEXT_CONFIG = "text_config";
  private static final String VISION_CONFIG = "vision_config";

  /** Others of their models have it too. */
  static final String TABLE = "text_model.embeddings.token_embedding.weight";

  private static final double EPSILON = 1e-5;

  private static final Map<String, Activation> ACTIVATIONS =
      Map.of("quick_gelu", Activation.QUICK_GELU, "gelu", Activation.GELU);

  private HuggingFaceClip() {}

  static boolean isHuggingFace(TensorSource source) {
    return source.tensors().containsKey(TABLE);
  }

  /**
   * Gives the tensors OpenAI's names.
   *
   * @throws WeightsException when a tensor or a field of the configuration is missing or unknown
   */
  static ClipCheckpoint open(TensorSource source, FileSource files) {
    ConfigFile file = ConfigFile.read(files, CONFIG);
    String type = file.root().path("model_type").asString("clip");
    if (!type.equals("clip")) {
      throw new WeightsException(file.name(), "model_type %s is not supported".formatted(type));
    }
    PreprocessorConfig.CLIP.check(files);
    Activation activation = activation(file, VISION_CONFIG);
    if (activation != activation(file, TEXT_CONFIG)) {
      throw file.bad(TEXT_CONFIG, "hidden_act", "differs from vision_config's");
    }
    for (String section : List.of(VISION_CONFIG, TEXT_CONFIG)) {
      JsonNode epsilon = file.at(section, "layer_norm_eps");
      if (epsilon.isNumber() && epsilon.asDouble() != EPSILON) {
        throw file.bad(section, "layer_norm_eps", "is not 1e-5");
      }
    }
    HeadWidths heads =
        new HeadWidths(
            file.headWidth(VISION_CONFIG, "hidden_size", "num_attention_heads"),
            file.headWidth(TEXT_CONFIG, "hidden_size", "num_attention_heads"));
    return new ClipCheckpoint(rename(source), activation, heads);
  }

  private static Activation activation(ConfigFile file, String section) {
    Activation activation = ACTIVATIONS.get(file.at(section, "hidden_act").asString(""));
    if (activation == null) {
      throw file.bad(section, "hidden_act", "should be quick_gelu or gelu");
    }
    return activation;
  }

  private static TensorSource rename(TensorSource source) {
    DerivedTensors derived = new DerivedTensors(source);
    Set<String> left = HuggingFaceNames.blocks(source, derived);
    for (Map.Entry<String, String> e : HuggingFaceNames.tops().entrySet()) {
      if (left.remove(e.getValue())) {
        if (HuggingFaceNames.TRANSPOSED.contains(e.getKey())) {
          derived.transpose(e.getValue(), e.getKey());
        } else {
          derived.rename(e.getValue(), e.getKey());
        }
      }
    }
    // what is left keeps its name, so that loading lists it as unknown
    left.forEach(n -> derived.rename(n, n));
    return derived;
  }
}
