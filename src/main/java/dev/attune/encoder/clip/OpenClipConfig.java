package dev.attune.encoder.clip;

import dev.attune.encoder.clip.ClipCheckpoint.HeadWidths;
import dev.attune.model.Activation;
import dev.attune.weights.FileSource;
import dev.attune.weights.WeightsException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * OpenCLIP's {@code open_clip_config.json}. Its default activation is the exact GELU.
 *
 * @param heads widths of the attention heads
 * @param timm the image tower where it is one of timm's, or null
 */
record OpenClipConfig(Activation activation, HeadWidths heads, @Nullable TimmTower timm) {
  static final String FILE = "open_clip_config.json";
  private static final String MODEL = "model_cfg";

  private static final Set<String> MODEL_FIELDS =
      Set.of("embed_dim", "quick_gelu", "custom_text", "vision_cfg", "text_cfg");
  private static final Set<String> VISION_FIELDS =
      Set.of("image_size", "layers", "width", "head_width", "patch_size", "patch_dropout");
  private static final Set<String> TIMM_FIELDS =
      Set.of(
          "image_size",
          "timm_model_name",
          "timm_model_pretrained",
          "timm_pool",
          "timm_proj",
          "timm_drop",
          "timm_drop_path");
  private static final Set<String> TEXT_FIELDS =
      Set.of("context_length", "vocab_size", "width", "heads", "layers");

  /**
   * Reads the file.
   *
   * @throws WeightsException when it asks for what this program does not compute
   */
  static OpenClipConfig read(FileSource files) {
    ConfigFile file = ConfigFile.read(files, FILE);
    if (!file.root().path(MODEL).isObject()) {
      throw new WeightsException(file.name(), "has no model_cfg");
    }
    file.allowOnly(MODEL, MODEL_FIELDS);
    checkNormalisation(file, "mean", ClipPreprocess.MEAN);
    checkNormalisation(file, "std", ClipPreprocess.DEVIATION);
    PreprocessorConfig.check(file);
    ConfigFile model = new ConfigFile(file.name(), file.root().path(MODEL));
    JsonNode tower = model.at("vision_cfg", "timm_model_name");
    model.allowOnly("vision_cfg", tower.isString() ? TIMM_FIELDS : VISION_FIELDS);
    model.allowOnly("text_cfg", TEXT_FIELDS);
    JsonNode quick = file.at(MODEL, "quick_gelu");
    if (!quick.isMissingNode() && !quick.isBoolean()) {
      throw file.bad(MODEL, "quick_gelu", "is neither true nor false");
    }
    return new OpenClipConfig(
        quick.asBoolean(false) ? Activation.QUICK_GELU : Activation.GELU,
        new HeadWidths(
            model.number("vision_cfg", "head_width", HeadWidths.STANDARD.vision()),
            model.headWidth("text_cfg", "width", "heads")),
        tower.isString()
            ? new TimmTower(tower.asString(), model.number("vision_cfg", "image_size", 224))
            : null);
  }

  private static void checkNormalisation(ConfigFile file, String field, List<Double> ours) {
    JsonNode values = file.at("preprocess_cfg", field);
    if (values.isArray() && !values.valueStream().map(JsonNode::asDouble).toList().equals(ours)) {
      throw file.bad("preprocess_cfg", field, "asks for another normalisation than CLIP's");
    }
  }
}
