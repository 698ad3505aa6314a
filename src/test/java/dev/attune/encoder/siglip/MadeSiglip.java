package dev.attune.encoder.siglip;

import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.MadeWeights;
import dev.attune.encoder.ModelFiles;
import dev.attune.weights.FileSource;
import dev.attune.weights.SafetensorsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * SigLIPs of reduced size in the layouts of other libraries, whose weights a formula gives: the
 * same ones are made elsewhere by loading the files.
 */
public final class MadeSiglip {
  /** E, and the width of both towers. */
  public static final int WIDTH = 24;

  private static final int HIDDEN = 40;
  private static final int LAYERS = 2;
  private static final int CONTEXT = 10;

  /** The vocabulary of {@code spiece.model}; scores fall from one to the next. */
  static final List<String> PIECES =
      List.of(
          "<pad>",
          "</s>",
          "<unk>",
          "\u2581",
          "\u2581a",
          "\u2581photo",
          "\u2581of",
          "\u2581red",
          "\u2581sun",
          "s",
          "e",
          "o",
          "f",
          "r",
          "d",
          "a",
          "n",
          "u",
          "t",
          "h",
          "p",
          "un",
          "ed");

  private MadeSiglip() {}

  /** A {@code SiglipModel} with SigLIP's tokeniser; what has a default is left out. */
  public static ModelFiles huggingFace(Path folder) throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    String vision = "vision_model.";
    both(shapes, vision + "embeddings.patch_embedding", new Shape(WIDTH, 3, 8, 8));
    shapes.put(vision + "embeddings.position_embedding.weight", new Shape(16, WIDTH));
    hfBlocks(shapes, vision);
    both(shapes, vision + "post_layernorm", new Shape(WIDTH));
    shapes.put(vision + "head.probe", new Shape(1, 1, WIDTH));
    shapes.put(vision + "head.attention.in_proj_weight", new Shape(3 * WIDTH, WIDTH));
    shapes.put(vision + "head.attention.in_proj_bias", new Shape(3 * WIDTH));
    both(shapes, vision + "head.attention.out_proj", new Shape(WIDTH, WIDTH));
    both(shapes, vision + "head.layernorm", new Shape(WIDTH));
    mlp(shapes, vision + "head.mlp.fc1", vision + "head.mlp.fc2");
    shapes.put("text_model.embeddings.token_embedding.weight", new Shape(PIECES.size(), WIDTH));
    shapes.put("text_model.embeddings.position_embedding.weight", new Shape(CONTEXT, WIDTH));
    hfBlocks(shapes, "text_model.");
    both(shapes, "text_model.final_layer_norm", new Shape(WIDTH));
    both(shapes, "text_model.head", new Shape(WIDTH, WIDTH));
    shapes.put("logit_scale", new Shape(1));
    shapes.put("logit_bias", new Shape(1));
    MadeWeights.write(folder, "model.safetensors", shapes);
    Map<String, Object> tower =
        Map.of("hidden_size", WIDTH, "intermediate_size", HIDDEN, "num_hidden_layers", LAYERS);
    Map<String, Object> image = new LinkedHashMap<>(tower);
    image.putAll(Map.of("image_size", 36, "patch_size", 8, "num_attention_heads", 3));
    Map<String, Object> text = new LinkedHashMap<>(tower);
    text.putAll(Map.of("vocab_size", PIECES.size(), "max_position_embeddings", CONTEXT));
    json(
        folder.resolve("config.json"),
        Map.of("model_type", "siglip", "vision_config", image, "text_config", text));
    Files.write(folder.resolve("spiece.model"), spiece());
    return files(folder, "model.safetensors");
  }

  private static void hfBlocks(Map<String, Shape> shapes, String tower) {
    for (int i = 0; i < LAYERS; i++) {
      String block = tower + "encoder.layers." + i;
      both(shapes, block + ".layer_norm1", new Shape(WIDTH));
      both(shapes, block + ".layer_norm2", new Shape(WIDTH));
      for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        both(shapes, block + ".self_attn." + part, new Shape(WIDTH, WIDTH));
      }
      mlp(shapes, block + ".mlp.fc1", block + ".mlp.fc2");
    }
  }

  /** OpenCLIP's SigLIP 2: timm's tower ViT-B/16, and Gemma's kind of tokeniser. */
  public static ModelFiles openClip(Path folder) throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("logit_scale", new Shape());
    shapes.put("logit_bias", new Shape());
    String trunk = "visual.trunk.";
    both(shapes, trunk + "patch_embed.proj", new Shape(WIDTH, 3, 16, 16));
    shapes.put(trunk + "pos_embed", new Shape(1, 4, WIDTH));
    for (int i = 0; i < LAYERS; i++) {
      String block = trunk + "blocks." + i;
      both(shapes, block + ".norm1", new Shape(WIDTH));
      both(shapes, block + ".norm2", new Shape(WIDTH));
      shapes.put(block + ".attn.qkv.weight", new Shape(3 * WIDTH, WIDTH));
      shapes.put(block + ".attn.qkv.bias", new Shape(3 * WIDTH));
      both(shapes, block + ".attn.proj", new Shape(WIDTH, WIDTH));
      mlp(shapes, block + ".mlp.fc1", block + ".mlp.fc2");
    }
    both(shapes, trunk + "norm", new Shape(WIDTH));
    shapes.put(trunk + "attn_pool.latent", new Shape(1, 1, WIDTH));
    both(shapes, trunk + "attn_pool.q", new Shape(WIDTH, WIDTH));
    shapes.put(trunk + "attn_pool.kv.weight", new Shape(2 * WIDTH, WIDTH));
    shapes.put(trunk + "attn_pool.kv.bias", new Shape(2 * WIDTH));
    both(shapes, trunk + "attn_pool.proj", new Shape(WIDTH, WIDTH));
    both(shapes, trunk + "attn_pool.norm", new Shape(WIDTH));
    mlp(shapes, trunk + "attn_pool.mlp.fc1", trunk + "attn_pool.mlp.fc2");
    shapes.put("text.token_embedding.weight", new Shape(gemmaPieces().size(), WIDTH));
    shapes.put("text.positional_embedding", new Shape(CONTEXT, WIDTH));
    for (int i = 0; i < LAYERS; i++) {
      String block = "text.transformer.resblocks." + i;
      both(shapes, block + ".ln_1", new Shape(WIDTH));
      both(shapes, block + ".ln_2", new Shape(WIDTH));
      shapes.put(block + ".attn.in_proj_weight", new Shape(3 * WIDTH, WIDTH));
      shapes.put(block + ".attn.in_proj_bias", new Shape(3 * WIDTH));
      both(shapes, block + ".attn.out_proj", new Shape(WIDTH, WIDTH));
      mlp(shapes, block + ".mlp.c_fc", block + ".mlp.c_proj");
    }
    both(shapes, "text.ln_final", new Shape(WIDTH));
    both(shapes, "text.text_projection", new Shape(WIDTH, WIDTH));
    MadeWeights.write(folder, "open_clip_model.safetensors", shapes);
    json(
        folder.resolve("open_clip_config.json"),
        Map.of("model_cfg", openClipModel(), "preprocess_cfg", openClipPictures()));
    Files.writeString(folder.resolve("tokenizer.json"), gemma());
    return files(folder, "open_clip_model.safetensors");
  }

  private static Map<String, Object> openClipPictures() {
    List<Double> half = List.of(0.5, 0.5, 0.5);
    return Map.of("mean", half, "std", half, "resize_mode", "squash");
  }

  private static Map<String, Object> openClipModel() {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("context_length", CONTEXT);
    text.put("vocab_size", gemmaPieces().size());
    text.put("hf_tokenizer_name", "timm/ViT-B-16-SigLIP2");
    text.put("tokenizer_kwargs", Map.of("clean", "canonicalize"));
    text.put("width", WIDTH);
    text.put("heads", 4);
    text.put("layers", LAYERS);
    text.put("mlp_ratio", HIDDEN / (double) WIDTH);
    text.put("no_causal_mask", true);
    text.put("proj_bias", true);
    text.put("pool_type", "last");
    text.put("norm_kwargs", Map.of("eps", 1e-6));
    text.put("act_kwargs", Map.of("approximate", "tanh"));
    Map<String, Object> vision = new LinkedHashMap<>();
    vision.put("image_size", 36);
    vision.put("timm_model_name", "vit_base_patch16_siglip_224");
    vision.put("timm_model_pretrained", false);
    vision.put("timm_pool", "map");
    vision.put("timm_proj", "none");
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("embed_dim", WIDTH);
    model.put("init_logit_bias", -10);
    model.put("custom_text", true);
    model.put("vision_cfg", vision);
    model.put("text_cfg", text);
    return model;
  }

  private static void both(Map<String, Shape> shapes, String name, Shape weight) {
    shapes.put(name + ".weight", weight);
    shapes.put(name + ".bias", new Shape(weight.get(0)));
  }

  private static void mlp(Map<String, Shape> shapes, String first, String second) {
    both(shapes, first, new Shape(HIDDEN, WIDTH));
    both(shapes, second, new Shape(WIDTH, HIDDEN));
  }

  /** Gemma's kind of vocabulary: special tokens, bytes, characters, and what is merged. */
  private static List<String> gemmaPieces() {
    return List.of(
        "<pad>", "<eos>", "<bos>", "<unk>", "<0x21>", "<0xC3>", "<0x9F>", "\u2581", "a", "p", "h",
        "o", "t", "f", "r", "e", "d", "s", "u", "n", "ph", "pho", "to", "photo", "su", "sun");
  }

  private static String gemma() {
    List<String> pieces = gemmaPieces();
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    pieces.forEach(p -> vocabulary.put(p, vocabulary.size()));
    List<Map<String, Object>> special =
        pieces.subList(0, 4).stream()
            .<Map<String, Object>>map(
                p ->
                    Map.of(
                        "id",
                        pieces.indexOf(p),
                        "content",
                        p,
                        "single_word",
                        false,
                        "lstrip",
                        false,
                        "rstrip",
                        false,
                        "normalized",
                        false,
                        "special",
                        true))
            .toList();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "BPE");
    model.put("unk_token", "<unk>");
    model.put("fuse_unk", true);
    model.put("byte_fallback", true);
    model.put("vocab", vocabulary);
    model.put("merges", List.of("p h", "ph o", "t o", "pho to", "s u", "su n"));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", "1.0");
    json.put("added_tokens", special);
    json.put(
        "normalizer",
        Map.of("type", "Replace", "pattern", Map.of("String", " "), "content", "\u2581"));
    json.put("model", model);
    return JsonMapper.shared().writeValueAsString(json);
  }

  /** A file as SentencePiece writes it. */
  static byte[] spiece() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int i = 0; i < PIECES.size(); i++) {
      ByteArrayOutputStream piece = new ByteArrayOutputStream();
      field(piece, 1, PIECES.get(i).getBytes(StandardCharsets.UTF_8));
      piece.write(2 << 3 | 5);
      ByteBuffer score = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      piece.writeBytes(score.putFloat(i < 3 ? 0 : -1 - 0.1f * i).array());
      if (i < 3) {
        piece.write(3 << 3);
        piece.write(i == 2 ? 2 : 3); // unknown, control
      }
      field(file, 1, piece.toByteArray());
    }
    // trainer_spec: model_type unigram, and the ids of unk, bos, eos, pad
    byte[] none = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    ByteArrayOutputStream trainer = new ByteArrayOutputStream();
    trainer.writeBytes(new byte[] {3 << 3, 1, (byte) 0xc0, 2, 2, (byte) 0xc8, 2});
    trainer.writeBytes(none);
    trainer.writeBytes(new byte[] {(byte) 0xd0, 2, 1, (byte) 0xd8, 2, 0});
    field(file, 2, trainer.toByteArray());
    field(file, 3, new byte[] {3 << 3, 1, 4 << 3, 1, 5 << 3, 1}); // prefix, tidy, escape
    return file.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] content) {
    out.write(number << 3 | 2);
    out.write(content.length); // all are shorter than 128 bytes
    out.writeBytes(content);
  }

  private static void json(Path path, Map<String, ?> content) throws IOException {
    Files.write(path, JsonMapper.shared().writeValueAsBytes(content));
  }

  /** The files of a folder. */
  static ModelFiles files(Path folder, String weights) {
    return new ModelFiles(
        () -> SafetensorsFile.open(folder.resolve(weights)), FileSource.in(folder), null);
  }
}
