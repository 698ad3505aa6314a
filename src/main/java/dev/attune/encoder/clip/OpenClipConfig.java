package dev.attune.encoder.clip;

import dev.attune.encoder.clip.ClipCheckpoint.HeadWidths;
import dev.attune.encoder.clip.ClipConfig.Told;
import dev.attune.encoder.clip.TextForm.Cleaning;
import dev.attune.model.Activation;
import dev.attune.weights.FileSource;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.util.List;
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
  private static final String TOKENIZER = "tokenizer_kwargs";

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
          "no_ln_pre",
          "final_ln_after_pool",
          "pos_embed_type", // its values are among the weights
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
      Set.of(
          "context_length",
          "vocab_size",
          "width",
          "heads",
          "layers",
          "mlp_ratio",
          "pool_type",
          "eos_id",
          "no_causal_mask",
          "hf_tokenizer_name",
          TOKENIZER);

  private static final Set<String> TOKENIZER_FIELDS = Set.of("clean", "strip_sep_token");

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
    Integer size = model.side(VISION, "image_size");
    int textWidth = (int) ClipConfig.shape(source, "text_projection", 2).get(0);
    TimmTower timm =
        tower.isString()
            ? new TimmTower(tower.asString(), Objects.requireNonNullElse(size, 224))
            : null;
    TensorSource tensors = timm == null ? source : timm.named(source);
    Told told =
        new Told(
            file.flag(MODEL, "quick_gelu", false) ? Activation.QUICK_GELU : Activation.GELU,
            new HeadWidths(
                model.number(VISION, "head_width", HeadWidths.STANDARD.vision()),
                model.headWidth(TEXT, "heads", textWidth, TEXT_HEADS)),
            size,
            timm,
            mean(model),
            textForm(model));
    ClipConfig config = ClipConfig.infer(tensors, told);
    return new ClipCheckpoint(tensors, config, OpenClipPreprocess.read(file, config.resolution()));
  }

  private static boolean mean(ConfigFile model) {
    boolean mean = model.choice(VISION, "pool_type", "tok", Map.of("tok", false, "avg", true));
    for (String field : List.of("no_ln_pre", "final_ln_after_pool")) {
      if (model.flag(VISION, field, false) != mean) {
        throw model.bad(
            VISION,
            field,
            "should be %s, as pool_type is %s".formatted(mean, mean ? "avg" : "tok"));
      }
    }
    return mean;
  }

  private static TextForm textForm(ConfigFile model) {
    boolean padded = model.flag(TEXT, "no_causal_mask", false);
    Map<String, String> pools =
        padded ? Map.of("last", "last") : Map.of("argmax", "argmax", "eos", "eos");
    boolean named = model.at(TEXT, "hf_tokenizer_name").isString();
    if (padded && !named) {
      throw model.bad(TEXT, "no_causal_mask", "is supported with an hf_tokenizer_name only");
    }
    String pool = model.choice(TEXT, "pool_type", "argmax", pools);
    ConfigFile text = new ConfigFile(model.name(), model.root().path(TEXT));
    text.allowOnly(TOKENIZER, named ? TOKENIZER_FIELDS : Set.of());
    boolean stripped = text.flag(TOKENIZER, "strip_sep_token", false);
    if (stripped && !padded) {
      throw text.bad(TOKENIZER, "strip_sep_token", "is supported with no_causal_mask only");
    }
    Cleaning cleaning =
        text.choice(
            TOKENIZER,
            "clean",
            named ? "whitespace" : "lower",
            Map.of("lower", Cleaning.LOWER, "whitespace", Cleaning.WHITESPACE));
    Integer end = pool.equals("eos") ? model.number(TEXT, "eos_id", 2) : null;
    return new TextForm(cleaning, end, padded, stripped);
  }
}
