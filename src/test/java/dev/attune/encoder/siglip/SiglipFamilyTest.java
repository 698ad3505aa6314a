package dev.attune.encoder.siglip;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.MadeWeights;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.ParameterGroups;
import dev.attune.encoder.clip.ClipFamily;
import dev.attune.hub.BuiltInModels;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SigLIPs against transformers 5.24 and OpenCLIP 3.3 with timm 1.0.31, which loaded the files of
 * {@link MadeSiglip}; the first values of normalised features.
 */
class SiglipFamilyTest {
  private static final List<String> TEXTS =
      List.of("A photo of a red sun!", "Sun ß", "a photo of a red sun of a red sun of a red sun");

  private final SiglipFamily family = new SiglipFamily();
  @TempDir private Path folder;

  private ModelFiles made(String library) throws IOException {
    return library.equals("transformers")
        ? MadeSiglip.huggingFace(folder)
        : MadeSiglip.openClip(folder);
  }

  @Test
  void featuresAreThoseOfTransformers() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder siglip = family.load(made("transformers"), manager);
      long[][] tokens = siglip.tokenizer().encodeAll(TEXTS);
      assertThat(tokens)
          .isDeepEqualTo(
              new long[][] {
                {4, 5, 6, 4, 7, 8, 1, 1, 1, 1},
                {8, 3, 2, 1, 1, 1, 1, 1, 1, 1},
                {4, 5, 6, 4, 7, 8, 6, 4, 7, 1}
              });
      assertThat(TEXTS.stream().map(siglip.tokenizer()::isCut)).containsExactly(false, false, true);
      assertFirst(
          siglip.textFeatures(manager, tokens),
          new float[][] {
            {
              -0.308849f,
              -0.117544f,
              0.003536f,
              -0.183760f,
              -0.186138f,
              -0.235550f,
              -0.159848f,
              0.335181f
            },
            {
              -0.227088f,
              -0.137545f,
              0.082425f,
              -0.258369f,
              -0.107502f,
              -0.236209f,
              -0.136064f,
              0.424605f
            },
            {
              -0.280034f,
              -0.081559f,
              -0.063303f,
              -0.133272f,
              -0.195100f,
              -0.246706f,
              -0.170004f,
              0.299642f
            }
          });
      assertFirst(
          siglip.imageFeatures(picture(manager, siglip)),
          new float[][] {
            {
              0.008685f,
              0.465823f,
              -0.202252f,
              0.019646f,
              -0.249402f,
              -0.075301f,
              0.181381f,
              -0.143004f
            }
          });
    }
  }

  @Test
  void featuresAreThoseOfOpenClip() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder siglip = family.load(made("OpenCLIP"), manager);
      long[][] tokens = siglip.tokenizer().encodeAll(TEXTS);
      assertThat(tokens)
          .isDeepEqualTo(
              new long[][] {
                {8, 7, 23, 7, 11, 13, 7, 8, 7, 1},
                {25, 7, 5, 6, 1, 0, 0, 0, 0, 0},
                {8, 7, 23, 7, 11, 13, 7, 8, 7, 1}
              });
      float[] photo = {
        0.134383f, 0.188890f, 0.047292f, -0.250753f, -0.048875f, 0.214847f, -0.048316f, -0.185112f
      };
      assertFirst(
          siglip.textFeatures(manager, tokens),
          new float[][] {
            photo,
            {
              -0.024590f,
              -0.217957f,
              0.060682f,
              -0.364823f,
              0.142506f,
              0.190960f,
              -0.020257f,
              -0.050707f
            },
            photo
          });
      assertFirst(
          siglip.imageFeatures(picture(manager, siglip)),
          new float[][] {
            {
              -0.132069f,
              0.326148f,
              -0.040197f,
              -0.184546f,
              -0.026004f,
              0.088395f,
              0.099353f,
              -0.097877f
            }
          });
    }
  }

  private static void assertFirst(NDArray features, float[][] expected) {
    assertThat(features.getShape()).isEqualTo(new Shape(expected.length, MadeSiglip.WIDTH));
    for (int i = 0; i < expected.length; i++) {
      float[] row = Arrays.copyOf(features.get(i).toFloatArray(), expected[i].length);
      assertClose("row " + i, row, expected[i], 1e-5, 2e-6);
    }
  }

  private static NDArray picture(NDManager manager, Encoder encoder) {
    int side = encoder.resolution();
    float[] values = encoder.preprocess().of(MadeWeights.picture());
    return Nn.fromHost(manager, values, new Shape(1, 3, side, side));
  }

  @ParameterizedTest
  @CsvSource({
    "transformers, spiece.model, config.json",
    "OpenCLIP, tokenizer.json, open_clip_config.json"
  })
  void theFilesThatDecideAreNamed(String library, String tokenizer, String configuration)
      throws IOException {
    ModelFiles files = made(library);
    assertThat(family.whyNot(files)).isEmpty();
    assertThat(new ClipFamily().whyNot(files)).isPresent();
    assertThat(family.inspect(files)).containsExactly(tokenizer, configuration);
    assertThat(family.fileNames()).contains(tokenizer, configuration);
  }

  @Test
  void aClipIsNoSiglip() {
    assertThat(family.whyNot(new BuiltInModels().files("icons-clip-vit")))
        .contains("it misses vision_model.head.probe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"transformers", "OpenCLIP"})
  void everyParameterIsInTheGroupsItShouldBe(String library) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      ParameterGroups groups = family.load(made(library), manager).parameters();
      List<Parameter> parts = new ArrayList<>(groups.image());
      parts.addAll(groups.textSide());
      parts.add(groups.tokenTable());
      assertThat(parts).containsExactlyInAnyOrderElementsOf(groups.all());
      assertThat(groups.image()).containsAll(groups.normalisations());
      // two a block, the last, and the pooling's; weights and biases
      assertThat(groups.normalisations()).hasSize(2 * (2 * 2 + 2));
      assertThat(groups.textSide().stream().map(Parameter::name))
          .contains("logit_scale", "logit_bias");
      assertThat(groups.runningStatistics()).isEmpty();
    }
  }

  @Test
  void logitsHaveScaleAndBiasAndTheGradientReachesBoth() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder siglip = family.load(made("transformers"), manager);
      float scale = (float) Math.exp(2.5);
      assertThat(siglip.similarity().scale()).isEqualTo(scale);
      assertThat(siglip.similarity().bias()).isEqualTo(-7.25f);
      NDArray cosines = Nn.fromHost(manager, new float[] {0.5f, -0.25f}, new Shape(2));
      float[] expected = {scale * 0.5f - 7.25f, scale * -0.25f - 7.25f};
      assertClose(
          "fixed", siglip.similarity().fixed().apply(cosines).toFloatArray(), expected, 1e-5, 1e-5);
      List<Parameter> side = siglip.parameters().textSide();
      side.forEach(p -> p.array().setRequiresGradient(true));
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray logits = siglip.similarity().logits(cosines);
        assertClose("logits", logits.toFloatArray(), expected, 1e-5, 1e-5);
        collector.backward(logits.sum());
      }
      for (Parameter p : side) {
        if (p.name().startsWith("logit_")) {
          float gradient = p.array().getGradient().getFloat();
          assertThat(gradient)
              .isCloseTo(p.name().endsWith("bias") ? 2 : scale * 0.25f, offset(1e-4f));
        }
      }
    }
  }

  @Test
  void aPromptsOwnWordsAreItsFirstContext() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder siglip = family.load(made("transformers"), manager);
      long[][] tokens =
          siglip.tokenizer().encodeAll(List.of("a photo of a red sun", "a photo of a sun"));
      NDArray context = siglip.text().contextOf(manager, tokens[0], 4);
      assertThat(context.getShape()).isEqualTo(new Shape(4, siglip.text().width()));
      float[] expected = siglip.text().encode(manager, tokens).toFloatArray();
      assertClose(
          "prompt",
          siglip.text().prompts(manager, tokens, 4).encode(context).toFloatArray(),
          expected,
          1e-5,
          1e-5);
      NDArray words = siglip.text().contextOf(manager, tokens[1]);
      assertThat(siglip.text().length(tokens[1])).isEqualTo(siglip.contextLength());
      assertClose(
          "embedded",
          siglip.text().encode(words.expandDims(0)).toFloatArray(),
          Arrays.copyOfRange(expected, MadeSiglip.WIDTH, expected.length),
          1e-5,
          1e-5);
      assertThatThrownBy(() -> siglip.text().prompts(manager, tokens, 6))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("text 0 ends within its context");
    }
  }

  @Test
  void manyTextsAreEncodedInPartsToTheSameNumbers() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder siglip = family.load(made("transformers"), manager);
      int many = 12_600; // more than the caches take at a time
      long[][] tokens = new long[many][];
      Arrays.fill(tokens, siglip.tokenizer().encode("a sun"));
      tokens[many - 1] = siglip.tokenizer().encode("a red sun");
      NDArray all = siglip.textFeatures(manager, tokens);
      NDArray last = siglip.textFeatures(manager, new long[][] {tokens[many - 1]});
      assertThat(all.getShape().get(0)).isEqualTo(many);
      assertClose(
          "last",
          all.get(new NDIndex("{}", many - 1)).toFloatArray(),
          last.toFloatArray(),
          1e-5,
          1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transformers|\"siglip\"|\"siglip2\"|is of a SigLIP 2 NaFlex",
        "transformers|\"siglip\"|\"blip\"|has the model_type blip, which is not supported",
        "transformers|\"num_attention_heads\":3|\"num_attention_heads\":5|5 heads do not divide",
        "transformers|\"image_size\":36|\"image_size\":48|position",
        "transformers|\"image_size\":36|\"hidden_act\":\"relu\"|vision_config.hidden_act is relu",
        "transformers|\"image_size\":36|\"vision_use_head\":false|vision_config.vision_use_head",
        "OpenCLIP|\"last\"|\"argmax\"|text_cfg.pool_type should be last",
        "OpenCLIP|\"canonicalize\"|\"lower\"|text_cfg.tokenizer_kwargs.clean",
        "OpenCLIP|\"map\"|\"avg\"|vision_cfg.timm_pool should be map",
        "OpenCLIP|vit_base_patch16_siglip_224|vit_base_patch16_224|vision_cfg.timm_model_name",
        "OpenCLIP|\"custom_text\":true|\"quick_gelu\":true|model_cfg.quick_gelu is a setting",
      })
  void whatIsNotComputedIsRefusedByName(String library, String from, String to, String message)
      throws IOException {
    ModelFiles files = made(library);
    Path config =
        folder.resolve(library.equals("OpenCLIP") ? "open_clip_config.json" : "config.json");
    String changed = Files.readString(config).replace(from, to);
    Files.writeString(config, changed);
    assertThatThrownBy(() -> family.inspect(files))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(message);
  }

  /** SigLIP 2's ask for the bilinear filter. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"size\":36,\"resample\":2",
        "\"size\":40,\"do_center_crop\":true,\"crop_size\":36",
        "\"size\":36,\"image_mean\":[0.48,0.46,0.41]",
        "\"size\":{\"shortest_edge\":36},\"do_center_crop\":true,\"crop_size\":36",
      })
  void picturesAreWhatTheFileAsksFor(String settings) throws IOException {
    ModelFiles files = made("transformers");
    float[] usual = values(files);
    Path file = folder.resolve("preprocessor_config.json");
    Files.writeString(file, "{\"size\":{\"height\":36,\"width\":36},\"resample\":3}");
    assertThat(values(files)).isEqualTo(usual);
    assertThat(family.inspect(files)).contains("preprocessor_config.json");
    Files.writeString(file, "{" + settings + "}");
    assertThat(values(files)).isNotEqualTo(usual);
  }

  private float[] values(ModelFiles files) {
    try (NDManager manager = NDManager.newBaseManager()) {
      return family.load(files, manager).preprocess().of(MadeWeights.picture());
    }
  }

  @Test
  void aTokeniserThatIsMissingOrTooLargeIsNamed() throws IOException {
    ModelFiles files = made("OpenCLIP");
    String json = Files.readString(folder.resolve("tokenizer.json"));
    Files.writeString(folder.resolve("tokenizer.json"), json.replace("\"sun\":25", "\"sun\":26"));
    assertThatThrownBy(() -> family.inspect(files)).hasMessageContaining("the token id 26");
    Files.writeString(folder.resolve("tokenizer.json"), json.replace("<eos>", "<end>"));
    assertThatThrownBy(() -> family.inspect(files)).hasMessageContaining("special token <eos>");
    Files.delete(folder.resolve("tokenizer.json"));
    assertThatThrownBy(() -> family.inspect(files))
        .hasMessageContaining("holds no tokeniser: tokenizer.json or spiece.model");
  }

  @Test
  void paddingIsWhatTheSettingsSay() throws IOException {
    ModelFiles files = made("transformers");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"pad_token\":\"<pad>\"}");
    assertThat(family.inspect(files)).contains("tokenizer_config.json");
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(family.load(files, manager).tokenizer().encode("a sun"))
          .containsExactly(4, 8, 1, 0, 0, 0, 0, 0, 0, 0);
    }
  }
}
