package dev.attune.encoder.clip;

import dev.attune.model.Activation;
import dev.attune.vision.Filter;
import dev.attune.vision.Framing;
import dev.attune.vision.Framing.Resize;
import dev.attune.vision.Preprocess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The configurations that other programs want beside a CLIP's weights. */
final class CheckpointConfigs {
  private CheckpointConfigs() {}

  /** Hugging Face's {@code config.json}. */
  static Map<String, Object> huggingFace(ClipConfig config, VisionConfig.Vit vision) {
    String activation =
        switch (config.activation()) {
          case QUICK_GELU -> "quick_gelu";
          case GELU_TANH -> "gelu_new";
          default -> "gelu";
        };
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("model_type", "clip_text_model");
    text.put("hidden_size", config.textWidth());
    text.put("intermediate_size", config.textHidden());
    text.put("num_hidden_layers", config.textLayers());
    text.put("num_attention_heads", config.textHeads());
    text.put("max_position_embeddings", config.contextLength());
    text.put("vocab_size", config.vocabSize());
    text.put("bos_token_id", config.vocabSize() - 2);
    text.put("eos_token_id", config.vocabSize() - 1);
    text.put("hidden_act", activation);
    text.put("projection_dim", config.embedDim());
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("model_type", "clip_vision_model");
    image.put("hidden_size", vision.width());
    image.put("intermediate_size", vision.hidden());
    image.put("num_hidden_layers", vision.layers());
    image.put("num_attention_heads", vision.heads());
    image.put("image_size", config.resolution());
    image.put("patch_size", vision.patch());
    image.put("hidden_act", activation);
    image.put("projection_dim", config.embedDim());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", "clip");
    json.put("architectures", List.of("CLIPModel"));
    json.put("projection_dim", config.embedDim());
    json.put("text_config", text);
    json.put("vision_config", image);
    return json;
  }

  /** Hugging Face's {@code preprocessor_config.json}. */
  static Map<String, Object> huggingFace(Preprocess pictures) {
    Framing framing = pictures.framing();
    int size = Objects.requireNonNullElse(framing.size(), pictures.resolution());
    Map<String, Object> square = square(size);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image_processor_type", "CLIPImageProcessor");
    json.put("do_resize", framing.resize() != Resize.NONE);
    json.put("size", framing.resize() == Resize.SHORTEST ? Map.of("shortest_edge", size) : square);
    json.put("resample", framing.filter() == Filter.BICUBIC ? 3 : 2);
    json.put("do_center_crop", true);
    json.put("crop_size", square(pictures.resolution()));
    json.put("do_rescale", true);
    json.put("rescale_factor", 1 / 255.0);
    json.put("do_normalize", true);
    json.put("image_mean", pictures.normalisation().mean());
    json.put("image_std", pictures.normalisation().deviation());
    json.put("do_convert_rgb", true);
    return json;
  }

  private static Map<String, Object> square(int side) {
    return Map.of("height", side, "width", side);
  }

  /** OpenCLIP's {@code open_clip_config.json}. */
  static Map<String, Object> openClip(ClipConfig config, Preprocess preprocess) {
    Map<String, Object> vision = new LinkedHashMap<>();
    vision.put("image_size", config.resolution());
    if (config.vision() instanceof VisionConfig.Vit vit) {
      vision.put("layers", vit.layers());
      vision.put("width", vit.width());
      vision.put("head_width", vit.width() / vit.heads());
      vision.put("patch_size", vit.patch());
      vision.put("mlp_ratio", (double) vit.hidden() / vit.width());
    } else if (config.vision() instanceof VisionConfig.ResNet resNet) {
      vision.put("layers", resNet.blocks());
      vision.put("width", resNet.width());
      vision.put("patch_size", null);
    }
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("context_length", config.contextLength());
    text.put("vocab_size", config.vocabSize());
    text.put("width", config.textWidth());
    text.put("heads", config.textHeads());
    text.put("layers", config.textLayers());
    text.put("mlp_ratio", (double) config.textHidden() / config.textWidth());
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("embed_dim", config.embedDim());
    model.put("quick_gelu", config.activation() == Activation.QUICK_GELU);
    model.put("vision_cfg", vision);
    model.put("text_cfg", text);
    Map<String, Object> pictures = new LinkedHashMap<>();
    pictures.put("mean", preprocess.normalisation().mean());
    pictures.put("std", preprocess.normalisation().deviation());
    pictures.put("interpolation", name(preprocess.framing().filter()));
    pictures.put("resize_mode", name(preprocess.framing().resize()));
    pictures.put("fill_color", preprocess.framing().fill());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_cfg", model);
    json.put("preprocess_cfg", pictures);
    return json;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
