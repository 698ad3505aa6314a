package dev.attune.encoder.clip;

import static dev.attune.FixtureArrays.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.ParameterGroups;
import dev.attune.hub.BuiltInModels;
import dev.attune.model.Nn;
import dev.attune.model.Parameter;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.Framing;
import dev.attune.vision.Normalisation;
import dev.attune.vision.Preprocess;
import dev.attune.vision.RgbImage;
import dev.attune.weights.FileSource;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a CLIP is to those who know only that it is an encoder. */
class ClipFamilyTest {
  private final ClipFamily family = new ClipFamily();
  private final BuiltInModels models = new BuiltInModels();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"icons-clip-s", "icons-clip-vit"})
  void itsModelsComeWithAllThatBelongsToThem(String name) {
    ModelFiles files = models.files(name);
    assertThat(family.whyNot(files)).isEmpty();
    assertThat(family.inspect(files)).containsExactly("tokenizer.json");
    TextTokenizer tokenizer;
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder encoder = family.load(files, manager);
      tokenizer = encoder.tokenizer();
      long[][] tokens = tokenizer.encodeAll(List.of("a photo of a sun.", "a red sun"));
      NDArray texts = encoder.textFeatures(manager, tokens);
      assertThat(texts.getShape()).isEqualTo(new Shape(2, encoder.embedDim()));
      assertThat(encoder.text().length(tokens[0])).isEqualTo(tokens[0].length);
      assertThat(tokens[0].length).isLessThanOrEqualTo(encoder.contextLength());
      NDArray cosines = texts.matMul(texts.transpose());
      float[] scaled = cosines.mul(encoder.similarity().scale()).toFloatArray();
      assertClose(
          "logits", encoder.similarity().logits(cosines).toFloatArray(), scaled, 1e-4, 1e-5);
      assertThat(encoder.similarity().bias()).isZero();
    }
    assertThatThrownBy(() -> tokenizer.encode("closed with its manager"))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"icons-clip-s", "icons-clip-vit"})
  void everyParameterIsInTheGroupsItShouldBe(String name) {
    try (NDManager manager = NDManager.newBaseManager()) {
      ParameterGroups groups = family.load(models.files(name), manager).parameters();
      List<Parameter> parts = new ArrayList<>(groups.image());
      parts.addAll(groups.textSide());
      parts.add(groups.tokenTable());
      assertThat(parts).containsExactlyInAnyOrderElementsOf(groups.all());
      assertThat(groups.image()).containsAll(groups.normalisations());
      assertThat(groups.normalisations())
          .isNotEmpty()
          .allMatch(p -> p.array().getShape().dimension() == 1);
      assertThat(groups.all()).noneMatch(groups.runningStatistics()::contains);
      assertThat(groups.runningStatistics().isEmpty()).isEqualTo(name.endsWith("vit"));
    }
  }

  @Test
  void aPromptsOwnWordsAreItsFirstContext() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder encoder = family.load(models.files("icons-clip-s"), manager);
      long[][] tokens = encoder.tokenizer().encodeAll(List.of("a photo of a sun."));
      NDArray context = encoder.text().contextOf(manager, tokens[0], 4);
      assertThat(context.getShape()).isEqualTo(new Shape(4, encoder.text().width()));
      assertClose(
          "prompt",
          encoder.text().prompts(manager, tokens, 4).encode(context).toFloatArray(),
          encoder.text().encode(manager, tokens).toFloatArray(),
          1e-5,
          1e-5);
    }
  }

  @Test
  void picturesOfAnotherEncoderAreNormalisedAnew() {
    byte[] pixels = new byte[3 * 64 * 64];
    new Random(1).nextBytes(pixels);
    RgbImage picture = new RgbImage(64, 64, pixels);
    Normalisation half =
        new Normalisation(new float[] {.5f, .5f, .5f}, new float[] {.5f, .4f, .3f});
    try (NDManager manager = NDManager.newBaseManager()) {
      Encoder encoder = family.load(models.files("icons-clip-s"), manager);
      Preprocess own = encoder.preprocess();
      Preprocess other = new Preprocess(own.resolution(), Framing.CENTRE_CROP, half);
      float[] expected = encoder.imageFeatures(array(manager, own, picture)).toFloatArray();
      assertThat(encoder.imageFeatures(array(manager, own, picture), own).toFloatArray())
          .isEqualTo(expected);
      assertClose(
          "refitted",
          encoder.imageFeatures(array(manager, other, picture), other).toFloatArray(),
          expected,
          1e-4,
          1e-4);
    }
  }

  private static NDArray array(NDManager manager, Preprocess preprocess, RgbImage picture) {
    int r = preprocess.resolution();
    return Nn.fromHost(manager, preprocess.of(picture), new Shape(1, 3, r, r));
  }

  @Test
  void whatIsNoClipIsToldWhatItMisses() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (NDManager manager = NDManager.newBaseManager()) {
      SafetensorsWriter.write(
          file, Map.of("text_projection", manager.ones(new Shape(2, 2))), DataType.FLOAT32);
    }
    ModelFiles files =
        new ModelFiles(() -> SafetensorsFile.open(file), FileSource.in(folder), null);
    assertThat(family.whyNot(files)).contains("it misses visual.conv1.weight");
    assertThatThrownBy(() -> family.inspect(files)).isInstanceOf(WeightsException.class);
  }

  @Test
  void aClipOfBareWeightsHasNoTokeniser() {
    try (NDManager manager = NDManager.newBaseManager();
        ClipCheckpoint checkpoint = models.clip("icons-clip-s")) {
      Clip clip = checkpoint.load(manager);
      assertThatThrownBy(clip::tokenizer).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void publishedArchitecturesHaveTheirNames() {
    Set<String> names = new HashSet<>();
    ClipConfigTest.published()
        .forEach(a -> names.add(((ClipConfig) a.get()[1]).architecture().orElseThrow()));
    assertThat(names).contains("ViT-B/16", "ViT-L/14", "ViT-L/14@336px", "RN50x64").hasSize(9);
  }
}
