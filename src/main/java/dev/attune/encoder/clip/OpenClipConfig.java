package dev.attune.encoder.clip;

import dev.attune.encoder.clip.ClipCheckpoint.HeadWidths;
import dev.attune.encoder.clip.ClipConfig.Told;
import dev.attune.model.Activation;
import dev.attune.weights.FileSource;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** OpenCLIP's {@code open_clip_config.json}. Its default activation is the exact GELU. */
final class OpenClipConfig {
  static final String FILE = "open_clip_config.json";
  private static final String MODEL = "model_cfg";
  private static final String VISION = "vision_cfg";
  private static final String TEXT = "text_cfg";

  /** Where the file does not tell their number. */
  private static final int TEXT_HEADS = 8;

  private static final Set<String> MODEL_FIELDS =
      Set.of("embed_dim", "quick_gelu", "custom_text", "vision_cfg", "text_cfg");
  private static final Set<String> VISION_FIELDS =
      Set.of(
          "image_size",
          "layers",
          "width",
          "head_width",
          "patch_size",
          "mlp_ratio",
          "pool_type",
          "patch_dropout"); // of a training
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
      Set.of("context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "pool_type");

  private OpenClipConfig() {}

  /**
   * Opens a checkpoint as its configuration says.
   *
   * @param source tensors under OpenAI's names
   * @throws WeightsException when it asks for what this program does not compute
   */
  static ClipCheckpoint open(TensorSource source, FileSource files) {
    ConfigFile file = ConfigFile.read(files, FILE);
    if (!file.root().path(MODEL).isObject()) {
      throw new WeightsException(file.name(), "has no model_cfg");
    }
    file.allowOnly(MODEL, MODEL_FIELDS);
    ConfigFile model = new ConfigFile(file.name(), file.root().path(MODEL));
    JsonNode tower = model.at(VISION, "timm_model_name");
    model.allowOnly(VISION, tower.isString() ? TIMM_FIELDS : VISION_FIELDS);
    model.allowOnly(TEXT, TEXT_FIELDS);
    model.choice(VISION, "pool_type", "tok", Map.of("tok", true));
    model.choice(TEXT, "pool_type", "argmax", Map.of("argmax", true));
    Integer size = model.side(VISION, "image_size");
    int textWidth = (int) ClipConfig.shape(source, "text_projection", 2).get(0);
    Told told =
        new Told(
            file.flag(MODEL, "quick_gelu", false) ? Activation.QUICK_GELU : Activation.GELU,
            new HeadWidths(
                model.number(VISION, "head_width", HeadWidths.STANDARD.vision()),
                model.headWidth(TEXT, "heads", textWidth, TEXT_HEADS)),
            size,
            tower.isString()
                ? new TimmTower(tower.asString(), Objects.requireNonNullElse(size, 224))
                : null);
    ClipConfig config = ClipConfig.infer(source, told);
    return new ClipCheckpoint(source, config, OpenClipPreprocess.read(file, config.resolution()));
  }
}
