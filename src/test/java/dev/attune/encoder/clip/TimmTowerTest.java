package dev.attune.encoder.clip;

import static dev.attune.FixtureArrays.assertClose;
import static dev.attune.FixtureArrays.outside;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.MadeWeights;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.TowerKind;
import dev.attune.encoder.clip.VisionConfig.Eva;
import dev.attune.encoder.clip.VisionConfig.Pe;
import dev.attune.encoder.siglip.MadeSiglip;
import dev.attune.model.Activation;
import dev.attune.model.AttentionTerms;
import dev.attune.model.BatchNormalization;
import dev.attune.model.Nn;
import dev.attune.weights.FileSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * OpenCLIP's models with timm's towers, at reduced size: the first values of normalised features
 * that OpenCLIP 3.3 and timm 1.0.31 gave for the same files.
 */
class TimmTowerTest {
  private static final String WEIGHTS = "open_clip_model.safetensors";

  @TempDir private Path folder;

  private static final List<Integer> BLOCKS = List.of(1, 1, 2, 1);
  private static final float[] L = {
    0.059892f, 0.656525f, -0.094010f, -0.526001f, 0.005536f, -0.001693f
  };
  private static final float[] M = {
    -0.204296f, -0.285754f, 0.209025f, -0.047632f, 0.151798f, 0.002582f
  };
  private static final float[] P = {
    -0.388685f, -0.017151f, -0.393602f, 0.311057f, 0.266634f, -0.161480f
  };
  private static final float[] G = {
    -0.287301f, -0.043382f, 0.004218f, -0.082301f, -0.206946f, 0.606689f
  };
  private static final float[] N = {
    -0.532885f, -0.168198f, -0.440240f, -0.071178f, 0.148819f, -0.295340f
  };
  private static final float[] B = {
    -0.454621f, 0.207246f, 0.176897f, -0.658923f, 0.099332f, -0.103690f
  };
  private static final float[] C = {
    0.222058f, -0.066767f, -0.630741f, 0.027874f, 0.273638f, 0.063606f
  };

  /** The towers, by timm's names. */
  enum Tower {
    CONVNEXT("convnext_base", "linear", 64, new VisionConfig.ConvNext(8, BLOCKS, false, 1e-6f), L),
    CONVNEXT_MLP("convnext_large", "mlp", 64, new VisionConfig.ConvNext(8, BLOCKS, true, 1e-6f), M),
    EVA01("eva_giant_patch14_224", "", 48, new Eva(64, 2, 16, 40, 16, Eva.Kind.PLAIN), P),
    EVA02("eva02_base_patch16_clip_224", "", 48, new Eva(96, 2, 12, 40, 16, Eva.Kind.GATED), G),
    EVA02_E(
        "eva02_enormous_patch14_clip_224",
        "",
        48,
        new Eva(64, 2, 16, 40, 16, Eva.Kind.POST_NORM),
        N),
    PE("vit_pe_core_base_patch16_224", "", 48, new Pe(96, 2, 12, 48, 16, 48, true, 14), B),
    PE_BARE(
        "vit_pe_core_gigantic_patch14_448", "", 48, new Pe(128, 2, 16, 64, 16, 64, false, 32), C);

    private final String timm;
    private final String projection;
    private final int resolution;
    private final VisionConfig config;
    private final float[] expected;

    Tower(String timm, String projection, int resolution, VisionConfig config, float[] expected) {
      this.timm = timm;
      this.projection = projection;
      this.resolution = resolution;
      this.config = config;
      this.expected = expected;
    }

    private boolean custom() {
      return projection.isEmpty();
    }
  }

  private ModelFiles made(Tower tower) throws IOException {
    ClipConfig config =
        new ClipConfig(tower.config, tower.resolution, 12, 8, 20, 16, 2, 1, Activation.GELU);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    config
        .shapes()
        .forEach(
            (name, shape) -> {
              boolean text = !name.startsWith("visual.") && !name.equals("logit_scale");
              if (tower.config instanceof Pe) {
                named(text ? "text." + name : name, shape, shapes);
              } else {
                shapes.put(tower.custom() && text ? "text." + name : name, shape);
              }
            });
    MadeWeights.write(folder, WEIGHTS, shapes);
    Files.writeString(
        folder.resolve("open_clip_config.json"),
        """
        {"model_cfg": {"embed_dim": 12, "custom_text": %s,
          "vision_cfg": {"timm_model_name": "%s", "timm_pool": "%s", "timm_proj": %s,
            "image_size": %d},
          "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 16, "heads": 2, "layers": 1}}}
        """
            .formatted(
                tower.custom(),
                tower.timm,
                tower.custom() ? "token" : "",
                tower.custom() ? null : "\"" + tower.projection + "\"",
                tower.resolution));
    return new ModelFiles(
        () -> WeightFiles.open(folder.resolve(WEIGHTS)), FileSource.in(folder), null);
  }

  /** As timm names them, what has other names here. */
  private static void named(String name, Shape shape, Map<String, Shape> shapes) {
    String pooling = "visual.attnpool.in_proj_";
    if (name.startsWith(pooling)) {
      String kind = name.substring(pooling.length());
      long width = shape.get(0) / 3;
      Shape rest = shape.slice(1);
      shapes.put("visual.trunk.attn_pool.q." + kind, new Shape(width).addAll(rest));
      shapes.put("visual.trunk.attn_pool.kv." + kind, new Shape(2 * width).addAll(rest));
      return;
    }
    if (!name.startsWith("visual.")) {
      shapes.put(name, shape);
      return;
    }
    Shape theirs =
        switch (name) {
          case "visual.class_embedding", "visual.attnpool.probe" -> new Shape(1, 1).addAll(shape);
          case "visual.positional_embedding" -> new Shape(1).addAll(shape);
          default -> shape;
        };
    shapes.put(
        name.replace("visual.", "visual.trunk.")
            .replace("class_embedding", "cls_token")
            .replace("positional_embedding", "pos_embed")
            .replace("conv1.", "patch_embed.proj.")
            .replace("attnpool.ln_2.", "attn_pool.norm.")
            .replace("attnpool.out_proj.", "attn_pool.proj.")
            .replace("attnpool.probe", "attn_pool.latent")
            .replace("attnpool.", "attn_pool.")
            .replace("ln_pre.", "norm_pre.")
            .replace("ln_post.", "norm.")
            .replace("transformer.resblocks.", "blocks.")
            .replace(".ln_", ".norm")
            .replace("in_proj_", "qkv.")
            .replace("out_proj", "proj")
            .replace("c_fc", "fc1")
            .replace("c_proj", "fc2"),
        theirs);
  }

  @ParameterizedTest
  @EnumSource
  void featuresAreThoseOfOpenClip(Tower tower) throws IOException {
    ModelFiles files = made(tower);
    assertThat(new ClipFamily().whyNot(files)).isEmpty();
    try (NDManager manager = NDManager.newBaseManager();
        ClipCheckpoint checkpoint = Checkpoints.open(files)) {
      checkpoint.check();
      assertThat(checkpoint.config().vision()).isEqualTo(tower.config);
      Clip clip = checkpoint.load(manager);
      int side = clip.resolution();
      NDArray picture =
          Nn.fromHost(
              manager, clip.preprocess().of(MadeWeights.picture()), new Shape(1, 3, side, side));
      float[] features = clip.imageFeatures(picture).toFloatArray();
      assertThat(features).hasSize(12);
      assertClose("features", Arrays.copyOf(features, 6), tower.expected, 1e-5, 2e-6);
      NDList stages = clip.vision().encodeInStages(picture);
      assertClose(
          "in stages",
          stages.get(0).toFloatArray(),
          clip.image().encode(picture, BatchNormalization.RUNNING).toFloatArray(),
          1e-6,
          1e-6);
      assertThat(stages.subList(1, stages.size()))
          .isNotEmpty()
          .allMatch(s -> s.getShape().dimension() == 4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAddedToAttentionIsAsGoodAsInItsWeights(Tower tower) throws IOException {
    try (NDManager manager = NDManager.newBaseManager();
        ClipCheckpoint checkpoint = Checkpoints.open(made(tower))) {
      Clip clip = checkpoint.load(manager);
      List<AttentionTerms> blocks = clip.image().attention();
      TowerKind kind = new ClipFamily().tower(made(tower));
      assertThat(blocks.isEmpty()).isEqualTo(kind == TowerKind.CONVNEXT);
      int side = clip.resolution();
      NDArray pictures =
          MadeWeights.tensors(manager, Map.of("p", new Shape(2, 3, side, side))).get("p");
      float[] plain = clip.imageFeatures(pictures).toFloatArray();
      for (int b = 0; b < blocks.size(); b++) {
        long width = blocks.get(b).width();
        Map<String, NDArray> terms =
            MadeWeights.tensors(
                manager, Map.of("q", new Shape(width, width), "v", new Shape(width, width)));
        NDArray query = terms.get("q");
        NDArray value = terms.get("v");
        blocks.get(b).add(() -> query, () -> value);
        float[] added = clip.imageFeatures(pictures).toFloatArray();
        blocks.get(b).clear();
        assertThat(clip.imageFeatures(pictures).toFloatArray()).isEqualTo(plain);
        moved(clip.weights(), b, "q", 0).addi(query);
        moved(clip.weights(), b, "v", 2).addi(value);
        float[] within = clip.imageFeatures(pictures).toFloatArray();
        moved(clip.weights(), b, "q", 0).subi(query);
        moved(clip.weights(), b, "v", 2).subi(value);
        assertClose("block " + b, added, within, 1e-5, 0);
        assertThat(outside(added, plain, 1e-3)).isPositive();
        plain = clip.imageFeatures(pictures).toFloatArray(); // up to what rounding left
      }
    }
  }

  /** A block's weights of queries or values, a view of what is stored: (W, W). */
  private static NDArray moved(Weights weights, int block, String letter, int part) {
    return weights.all().entrySet().stream()
        .filter(e -> e.getKey().matches(".*blocks\\.%d\\.attn\\..*weight".formatted(block)))
        .filter(e -> e.getKey().matches(".*(in_proj_|qkv\\.|%s_proj\\.)weight".formatted(letter)))
        .map(Map.Entry::getValue)
        .map(
            w -> {
              long width = w.getShape().get(1);
              return w.getShape().get(0) == width
                  ? w
                  : w.get(new NDIndex("{}:{}", part * width, (part + 1) * width));
            })
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTowerThatIsNotComputedIsRefusedByName() throws IOException {
    ModelFiles files = made(Tower.CONVNEXT);
    Path config = folder.resolve("open_clip_config.json");
    Files.writeString(config, Files.readString(config).replace("convnext_base", "fastvit_mci2"));
    assertThatThrownBy(() -> Checkpoints.open(files).config())
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "open_clip_config.json: asks for the image tower fastvit_mci2, which is not supported");
  }

  @Test
  void aSiglipIsNoClip() throws IOException {
    assertThat(new ClipFamily().whyNot(MadeSiglip.openClip(folder)))
        .contains("it misses text_projection");
  }
}
