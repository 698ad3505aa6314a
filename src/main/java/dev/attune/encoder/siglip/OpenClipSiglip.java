package dev.attune.encoder.siglip;

import dev.attune.encoder.clip.ConfigFile;
import dev.attune.encoder.clip.OpenClipPreprocess;
import dev.attune.encoder.clip.TimmNames;
import dev.attune.encoder.siglip.SiglipConfig.Told;
import dev.attune.model.Activation;
import dev.attune.weights.FileSource;
import dev.attune.weights.TensorSource;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenCLIP's SigLIP: an image tower of timm's, and OpenCLIP's own text tower. */
final class OpenClipSiglip {
  static final String CONFIG = "open_clip_config.json";
  private static final String VISION = "vision_cfg";
  private static final String TEXT = "text_cfg";

  private static final Set<String> MODEL_FIELDS =
      Set.of("embed_dim", "init_logit_bias", "init_logit_scale", "custom_text", VISION, TEXT);
  private static final Set<String> VISION_FIELDS =
      Set.of("image_size", "timm_model_name", "timm_model_pretrained", "timm_pool", "timm_proj");
  private static final Set<String> TEXT_FIELDS =
      Set.of(
          "context_length",
          "vocab_size",
          "hf_tokenizer_name",
          "tokenizer_kwargs",
          "width",
          "heads",
          "layers",
          "mlp_ratio",
          "no_causal_mask",
          "proj_bias",
          "proj_type",
          "pool_type",
          "norm_kwargs",
          "act_kwargs");

  private static final Pattern TOWER =
      Pattern.compile("vit_(base|large|so400m|giantopt)_patch(\\d+)_siglip_(\\d+)");

  /** Those whose GELU is the one by a hyperbolic tangent, in timm's vision_transformer.py. */
  private static final Pattern TANH =
      Pattern.compile("vit_(base_patch32|large_patch16_siglip_512|so400m_patch16|giantopt).*");

  private OpenClipSiglip() {}

  static SiglipCheckpoint open(TensorSource source, FileSource files) {
    ConfigFile whole = ConfigFile.read(files, CONFIG);
    whole.allowOnly("model_cfg", MODEL_FIELDS);
    ConfigFile file = new ConfigFile(CONFIG, whole.root().path("model_cfg"));
    file.allowOnly(VISION, VISION_FIELDS);
    file.allowOnly(TEXT, TEXT_FIELDS);
    require(file, TEXT, "pool_type", "last");
    require(file, TEXT, "no_causal_mask", "true");
    require(file, VISION, "timm_pool", "map");
    require(file, VISION, "timm_proj", "none");
    String cleanUp = file.at(TEXT, "tokenizer_kwargs").path("clean").asString("");
    if (!cleanUp.equals("canonicalize")) {
      throw file.bad(TEXT, "tokenizer_kwargs.clean", "should be canonicalize");
    }
    String name = file.at(VISION, "timm_model_name").asString("");
    Matcher tower = TOWER.matcher(name);
    if (!tower.matches()) {
      throw file.bad(VISION, "timm_model_name", "is no SigLIP tower that is known: " + name);
    }
    boolean tanh = file.at(TEXT, "act_kwargs").path("approximate").asString("").equals("tanh");
    Told vision =
        new Told(
            tower.group(1).equals("base") ? 12 : 16, gelu(TANH.matcher(name).matches()), 1e-6f);
    Told text =
        new Told(
            file.number(TEXT, "heads", 8),
            gelu(tanh),
            (float) file.at(TEXT, "norm_kwargs").path("eps").asDouble(1e-5));
    TensorSource tensors = TimmNames.renamed(source);
    int resolution = file.number(VISION, "image_size", Integer.parseInt(tower.group(3)));
    return new SiglipCheckpoint(
        tensors,
        SiglipConfig.infer(tensors, resolution, vision, text),
        OpenClipPreprocess.read(whole, resolution),
        SiglipCheckpoint.Format.OPEN_CLIP);
  }

  private static Activation gelu(boolean tanh) {
    return tanh ? Activation.GELU_TANH : Activation.GELU;
  }

  private static void require(ConfigFile file, String section, String field, String value) {
    String told = file.at(section, field).asString("");
    if (!told.equals(value)) {
      throw file.bad(
          section, field, "should be %s, as a SigLIP's, and is '%s'".formatted(value, told));
    }
  }
}
