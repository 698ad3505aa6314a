package dev.attune.encoder.clip;

import dev.attune.encoder.clip.ClipCheckpoint.HeadWidths;
import dev.attune.encoder.clip.ClipConfig.Told;
import dev.attune.encoder.clip.HuggingFacePreprocess.Usual;
import dev.attune.encoder.clip.TextForm.Cleaning;
import dev.attune.model.Activation;
import dev.attune.weights.DerivedTensors;
import dev.attune.weights.FileSource;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Hugging Face's CLIP: queries, keys and values apart, projections transposed, its own names, and a
 * {@code config.json} beside the weights. It has no ResNet tower.
 */
final class HuggingFaceClip {
  static final String CONFIG = "config.json";

  /** Others of their models have it too. */
  static final String TABLE = "text_model.embeddings.token_embedding.weight";

  private static final double EPSILON = 1e-5;

  private static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "quick_gelu", Activation.QUICK_GELU,
          "gelu", Activation.GELU,
          "gelu_new", Activation.GELU_TANH,
          "gelu_pytorch_tanh", Activation.GELU_TANH);

  // what a field that is left out means: transformers' CLIPVisionConfig and CLIPTextConfig
  private static final int VISION_HEADS = 12;
  private static final int TEXT_HEADS = 8;
  private static final int IMAGE_SIZE = 224;
  private static final int META_END = 49407; // MetaClip2TextConfig

  private static final int FIRST_FILES_END = 2;

  /** A CLIP whose texts end with a token of its own, cut by XLM-V's tokeniser. */
  private static final String META_CLIP_2 = "metaclip_2";

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
    if (!type.equals("clip") && !type.equals(META_CLIP_2)) {
      throw new WeightsException(CONFIG, "model_type %s is not supported".formatted(type));
    }
    String vision = section(file, "vision_config");
    String text = section(file, "text_config");
    Activation activation = activation(file, vision);
    if (activation != activation(file, text)) {
      throw file.bad(text, "hidden_act", "differs from vision_config's");
    }
    for (String section : List.of(vision, text)) {
      JsonNode epsilon = file.at(section, "layer_norm_eps");
      if (epsilon.isNumber() && epsilon.asDouble() != EPSILON) {
        throw file.bad(section, "layer_norm_eps", "is not 1e-5");
      }
    }
    TensorSource tensors = rename(source);
    int textWidth = (int) ClipConfig.shape(tensors, "text_projection", 2).get(0);
    int visionWidth = (int) ClipConfig.shape(tensors, "visual.conv1.weight", 4).get(0);
    HeadWidths heads =
        new HeadWidths(
            file.headWidth(vision, "num_attention_heads", visionWidth, VISION_HEADS),
            file.headWidth(text, "num_attention_heads", textWidth, TEXT_HEADS));
    Integer size = Objects.requireNonNullElse(file.side(vision, "image_size"), IMAGE_SIZE);
    boolean meta = type.equals(META_CLIP_2);
    TextForm form =
        meta
            ? new TextForm(Cleaning.NONE, file.number(text, "eos_token_id", META_END), false, false)
            : TextForm.OPENAI;
    ClipConfig config =
        ClipConfig.infer(tensors, new Told(activation, heads, size, null, false, form));
    if (!meta) {
      checkEnd(file, text, config.vocabSize());
    }
    return new ClipCheckpoint(
        tensors, config, HuggingFacePreprocess.read(files, config.resolution(), Usual.CLIP));
  }

  /** Older files have a copy of each section, which transformers prefers. */
  private static String section(ConfigFile file, String name) {
    String copy = name + "_dict";
    return file.at("", copy).isObject() ? copy : name;
  }

  private static Activation activation(ConfigFile file, String section) {
    return file.choice(section, "hidden_act", "quick_gelu", ACTIVATIONS);
  }

  /**
   * Transformers takes a text's first end token, or its highest id where the end token is said to
   * be 2, as it was in the first files. Here it is the highest id, which has to be the same.
   */
  private static void checkEnd(ConfigFile file, String section, int vocabulary) {
    JsonNode end = file.at(section, "eos_token_id");
    if (file.isGiven(end)
        && !(end.isInt() && (end.asInt() == vocabulary - 1 || end.asInt() == FIRST_FILES_END))) {
      throw file.bad(
          section,
          "eos_token_id",
          "is %s, and not the highest of %d ids: such a text tower is not supported"
              .formatted(end, vocabulary));
    }
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
