package dev.attune.encoder.clip;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.attune.FixtureArrays;
import dev.attune.Fixtures;
import dev.attune.encoder.ContextVectors;
import dev.attune.encoder.MadeWeights;
import dev.attune.model.Activation;
import dev.attune.vision.Filter;
import dev.attune.vision.Framing;
import dev.attune.vision.Framing.Resize;
import dev.attune.vision.Normalisation;
import dev.attune.vision.Preprocess;
import dev.attune.vision.RgbImage;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TorchWriter;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointsTest {
  @TempDir Path folder;

  static Stream<Arguments> formats() {
    return Stream.of("clip_vit", "clip_resnet")
        .flatMap(c -> Stream.of(CheckpointWriter.values()).map(w -> Arguments.of(c, w)))
        .filter(
            a ->
                !(a.get()[0].equals("clip_resnet") && a.get()[1] == CheckpointWriter.HUGGING_FACE));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyFormatGivesTheRecordedFeatures(String name, CheckpointWriter writer)
      throws IOException {
    Fixtures.Case fixture = Fixtures.single(name);
    Fixtures.Tensors t = fixture.tensors();
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip original = FixtureArrays.clip(manager, fixture.weights("clip"));
      writer.write(original, folder, DataType.FLOAT32);
      try (ClipCheckpoint checkpoint = Checkpoints.open(folder)) {
        Clip clip = checkpoint.load(manager);
        assertThat(clip.config()).isEqualTo(original.config());
        NDArray images = FixtureArrays.array(manager, t.get("in.images"));
        long[][] tokens = FixtureArrays.rows(t.get("in.tokens"));
        assertClose(
            "image",
            clip.vision().encode(images, false).toFloatArray(),
            t.get("out.image_features").floats(),
            1e-3,
            1e-3);
        assertClose(
            "text",
            clip.text().encode(manager, tokens).toFloatArray(),
            t.get("out.text_features").floats(),
            1e-3,
            1e-3);
      }
    }
  }

  @Test
  void huggingFaceHasNoResNet() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip clip = clip("clip_resnet", manager);
      assertThatThrownBy(() -> CheckpointWriter.HUGGING_FACE.write(clip, folder, DataType.FLOAT16))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no ResNet");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HUGGING_FACE, config.json, quick_gelu, gelu, GELU",
    "OPENCLIP, open_clip_config.json, 'quick_gelu\" : true', 'quick_gelu\" : false', GELU",
    "OPENCLIP, open_clip_config.json, '\"quick_gelu\" : true,', '', GELU",
    "OPENCLIP, open_clip_config.json, 'none', 'none', QUICK_GELU"
  })
  void theConfigurationTellsTheActivation(
      CheckpointWriter writer, String file, String from, String to, Activation expected)
      throws IOException {
    write(writer);
    replace(file, from, to);
    try (ClipCheckpoint checkpoint = Checkpoints.open(folder)) {
      assertThat(checkpoint.config().activation()).isEqualTo(expected);
    }
  }

  @Test
  void nothingIsGuessed() throws IOException {
    write(CheckpointWriter.OPENCLIP);
    Files.delete(folder.resolve("open_clip_config.json"));
    assertThatThrownBy(() -> Checkpoints.open(folder))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith("open_clip_model.safetensors: nothing tells its activation")
        .hasMessageContaining("open_clip_config.json");
    try (ClipCheckpoint checkpoint = Checkpoints.open(folder, Activation.GELU)) {
      assertThat(checkpoint.config().activation()).isEqualTo(Activation.GELU);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HUGGING_FACE|config.json|quick_gelu|relu|vision_config.hidden_act should be",
        "HUGGING_FACE|config.json|\"num_attention_heads\" : 2|\"num_attention_heads\" : 7|num_attention_heads does not divide",
        "HUGGING_FACE|config.json|\"num_attention_heads\" : 2|\"num_attention_heads\" : 0|num_attention_heads is not a positive",
        "HUGGING_FACE|config.json|\"hidden_act\"|\"layer_norm_eps\" : 1e-6, \"hidden_act\"|layer_norm_eps is not 1e-5",
        "OPENCLIP|open_clip_config.json|\"quick_gelu\" : true|\"quick_gelu\" : \"yes\"|model_cfg.quick_gelu",
        "OPENCLIP|open_clip_config.json|\"patch_size\"|\"no_ln_pre\" : true, \"patch_size\"|vision_cfg.no_ln_pre should be false",
        "OPENCLIP|open_clip_config.json|\"patch_size\"|\"pool_type\" : \"avg\", \"patch_size\"|vision_cfg.no_ln_pre should be true",
        "OPENCLIP|open_clip_config.json|\"vocab_size\"|\"pool_type\" : \"first\", \"vocab_size\"|text_cfg.pool_type should be argmax or eos",
        "OPENCLIP|open_clip_config.json|shortest|widest|preprocess_cfg.resize_mode",
        "HUGGING_FACE|config.json|\"eos_token_id\"|\"eos_token_id\" : 1, \"other\"|text_config.eos_token_id is 1",
        "OPENCLIP|open_clip_config.json|model_cfg|other_cfg|has no model_cfg",
        "OPENCLIP|open_clip_config.json|model_cfg\" : {|model_cfg\" : {{|cannot be read as JSON",
      })
  void configurationsOfOtherNetworksAreRefused(
      CheckpointWriter writer, String file, String from, String to, String message)
      throws IOException {
    write(writer);
    replace(file, from, to == null ? "" : to);
    assertThatThrownBy(() -> Checkpoints.open(folder))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "HUGGING_FACE, config.json, model.safetensors",
    "OPENCLIP, open_clip_config.json, open_clip_model.safetensors"
  })
  void anInputOfAnotherSizeIsRefused(CheckpointWriter writer, String file, String weights)
      throws IOException {
    write(writer);
    replace(file, "\"image_size\" : ", "\"image_size\" : 9");
    assertThatThrownBy(() -> Checkpoints.open(folder))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(weights + ": visual.positional_embedding is for pictures of ")
        .hasMessageContaining("and its configuration says 9");
  }

  @ParameterizedTest
  @EnumSource(names = {"HUGGING_FACE", "OPENCLIP"})
  void preprocessingIsWrittenAndReadAgain(CheckpointWriter writer) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Clip usual = clip("clip_vit", manager);
      Normalisation half = new Normalisation(new float[] {.5f, .4f, .3f}, new float[] {1, 2, 3});
      Framing squash = Framing.of(Resize.SQUASH, Filter.BILINEAR);
      Preprocess own = new Preprocess(usual.resolution(), squash, half);
      writer.write(usual.with(own), folder, DataType.FLOAT32);
      try (ClipCheckpoint checkpoint = Checkpoints.open(folder)) {
        Preprocess read = checkpoint.preprocess();
        RgbImage picture = MadeWeights.picture();
        assertThat(read.of(picture)).containsExactly(own.of(picture));
        assertThat(read.of(picture)).isNotEqualTo(usual.preprocess().of(picture));
        assertThat(checkpoint.load(manager).preprocess()).isEqualTo(read);
      }
      assertThatThrownBy(
              () -> CheckpointWriter.OPENAI_PT.write(usual.with(own), folder, DataType.FLOAT32))
          .hasMessage("OpenAI's format holds no preprocessing but CLIP's");
    }
  }

  @Test
  void anotherModelTypeIsRefused() throws IOException {
    write(CheckpointWriter.HUGGING_FACE);
    String config = Files.readString(folder.resolve("config.json"));
    Files.writeString(
        folder.resolve("config.json"),
        config
            .replaceFirst("\"model_type\" : \"clip\",?", "")
            .replaceFirst("\\{", "{\"model_type\" : \"altclip\", "));
    assertThatThrownBy(() -> Checkpoints.open(folder))
        .hasMessage("config.json: model_type altclip is not supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"image_mean\":[0.5,0.5,0.5]",
        "\"image_std\":[0.5,0.5,0.5]",
        "\"resample\":2",
        "\"do_center_crop\":false,\"size\":{\"height\":32,\"width\":32}",
        "\"rescale_factor\":1",
        "\"size\":{\"height\":32,\"width\":32}",
        "\"size\":{\"shortest_edge\":40}",
      })
  void picturesAreWhatTheFileAsksFor(String settings) throws IOException {
    write(CheckpointWriter.HUGGING_FACE);
    Path file = folder.resolve("preprocessor_config.json");
    assertThat(levels(file, "\"size\":32")).isEqualTo(ClipPreprocess.of(MadeWeights.picture(), 32));
    assertThat(levels(file, settings)).isNotEqualTo(ClipPreprocess.of(MadeWeights.picture(), 32));
  }

  private float[] levels(Path file, String settings) throws IOException {
    String size = settings.contains("\"size\"") ? "" : "\"size\":32,";
    Files.writeString(file, "{\"crop_size\":32,%s%s}".formatted(size, settings));
    try (ClipCheckpoint checkpoint = Checkpoints.open(folder)) {
      return checkpoint.preprocess().of(MadeWeights.picture());
    }
  }

  @Test
  void namesMissingAndLeftOverAreListed() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>(clip("clip_vit", manager).weights().all());
      NDArray bias = tensors.remove("ln_final.bias");
      tensors.put("module.extra", bias);
      TorchWriter.write(folder.resolve("odd.pt"), tensors, DataType.FLOAT32);
      try (ClipCheckpoint checkpoint = Checkpoints.open(folder, Activation.QUICK_GELU)) {
        assertThatThrownBy(() -> checkpoint.load(manager))
            .isInstanceOf(WeightsException.class)
            .hasMessage("odd.pt: misses ln_final.bias; has the unknown tensor module.extra");
      }
    }
  }

  @Test
  void huggingFaceNamesMissingAndLeftOverAreListed() throws IOException {
    write(CheckpointWriter.HUGGING_FACE);
    Path file = folder.resolve("model.safetensors");
    try (NDManager manager = NDManager.newBaseManager();
        SafetensorsFile source = SafetensorsFile.open(file)) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      source
          .tensors()
          .forEach(
              (n, info) ->
                  tensors.put(n, manager.create(source.read(n), info.shape(), info.type())));
      NDArray bias = tensors.remove("text_model.final_layer_norm.bias");
      tensors.put("text_model.embeddings.position_ids", manager.create(new long[] {0, 1}));
      tensors.put("logit_bias", bias);
      SafetensorsWriter.write(file, tensors, DataType.FLOAT32);
      try (ClipCheckpoint checkpoint = Checkpoints.open(folder)) {
        assertThatThrownBy(() -> checkpoint.load(manager))
            .hasMessage(
                "model.safetensors: misses ln_final.bias; has the unknown tensor logit_bias");
      }
      tensors.remove("text_model.encoder.layers.0.self_attn.k_proj.weight");
      SafetensorsWriter.write(file, tensors, DataType.FLOAT32);
      assertThatThrownBy(() -> Checkpoints.open(folder))
          .hasMessage(
              "model.safetensors: misses text_model.encoder.layers.0.self_attn.k_proj.weight");
    }
  }

  @Test
  void aFolderHoldsOneModel() throws IOException {
    assertThatThrownBy(() -> Checkpoints.open(folder))
        .hasMessageEndingWith("should hold one file of weights, and holds 0");
    Files.createFile(folder.resolve("a.pt"));
    Files.createFile(folder.resolve("b.pt"));
    assertThatThrownBy(() -> Checkpoints.open(folder)).hasMessageEndingWith("and holds 2");
    assertThatThrownBy(() -> Checkpoints.open(folder.resolve("none.pt")))
        .hasMessage("none.pt: is missing, or not a file");
  }

  @Test
  void contextVectorsOfCoOpAreRead() {
    Path file = Path.of("src/test/resources/torch/coop.pth.tar");
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(ContextVectors.read(file, 8, manager).getShape().getShape()).containsExactly(4, 8);
      assertThatThrownBy(() -> ContextVectors.read(file, 512, manager))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("(4, 8), not (n, 512)");
      assertThatThrownBy(
              () -> ContextVectors.read(file.resolveSibling("state_dict.pt"), 8, manager))
          .hasMessageContaining("no context vectors");
    }
  }

  private void write(CheckpointWriter writer) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      writer.write(clip("clip_vit", manager), folder, DataType.FLOAT16);
    }
  }

  private static Clip clip(String fixture, NDManager manager) {
    return FixtureArrays.clip(manager, Fixtures.single(fixture).weights("clip"));
  }

  private void replace(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    Files.writeString(path, Files.readString(path).replace(from, to));
  }
}
