package dev.attune.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.encoder.VideoEncoder;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.video.Dgl;
import dev.attune.encoder.video.DglConfig;
import dev.attune.encoder.video.DglForm;
import dev.attune.encoder.video.VideoFeature;
import dev.attune.model.Nn;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TorchWriter;
import dev.attune.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts of DGL come in with the CLIP that they belong to. */
@Timeout(120)
class DglModelsTest {
  private static final String CLIP = "icons-clip-vit";
  private static final int FRAMES = 3;

  @TempDir private Path home;
  @TempDir private Path folder;
  private NDManager manager;
  private ModelHub hub;
  private Clip clip;

  @BeforeEach
  void start() {
    manager = NDManager.newBaseManager();
    hub = ModelHub.at(home);
    clip = (Clip) hub.catalog().encoder(CLIP, manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Dgl prompts(DglForm form) {
    DglConfig config = DglConfig.of(form, clip.config(), FRAMES);
    Random random = new Random(5);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    config.shapes().forEach((n, shape) -> tensors.put(n, Nn.normal(manager, shape, 0.2, random)));
    return new Dgl(clip, config, new Weights(tensors));
  }

  private Map<String, NDArray> withClip(Dgl dgl) {
    Map<String, NDArray> all = new LinkedHashMap<>(dgl.weights().all());
    clip.weights().all().forEach((name, tensor) -> all.put("clip." + name, tensor));
    return all;
  }

  private void write(String file, Map<String, NDArray> tensors) throws IOException {
    Files.createDirectories(folder);
    if (file.endsWith(".safetensors")) {
      SafetensorsWriter.write(folder.resolve(file), tensors, DataType.FLOAT32);
    } else {
      TorchWriter.write(folder.resolve(file), tensors, DataType.FLOAT32);
    }
  }

  private float difference(VideoEncoder read, Dgl dgl) {
    int side = clip.resolution();
    NDArray frames = Nn.normal(manager, new Shape(FRAMES, 3, side, side), 1, new Random(1));
    NDArray expected = dgl.features(frames.expandDims(0), dgl.prompts(), VideoFeature.GLOBAL);
    NDArray videos = read.rows(frames, clip.preprocess());
    long[][] ids = {clip.tokenizer().encode("a red car")};
    NDArray text = Nn.normalize(dgl.text(manager, ids, dgl.prompts()));
    NDArray texts = read.textFeatures(manager, ids);
    return Math.max(
        videos.sub(expected).abs().max().getFloat(), texts.sub(text).abs().max().getFloat());
  }

  @ParameterizedTest
  @EnumSource(DglForm.class)
  void promptsAloneAreReadWithTheClipThatTheirCardNames(DglForm form) throws IOException {
    Dgl dgl = prompts(form);
    write("prompts.safetensors", dgl.weights().all());
    assertThatThrownBy(() -> hub.importFrom(folder, "mine"))
        .hasMessageContaining("they fit icons-clip-vit, icons-clip-motion");
    card(CLIP);
    ModelInfo info = hub.importFrom(folder, "mine");
    assertThat(info.kind().name()).isEqualTo("dgl");
    assertThat(info.parts()).containsExactly(CLIP);
    assertThat(info.dgl().learned()).isEqualTo(dgl.config().size());
    assertThat(info.dgl().share()).isEqualTo(dgl.config().share(clip.config()));
    assertThat(info.dgl().frames()).isEqualTo(form == DglForm.LINEAR ? 0 : FRAMES);
    VideoEncoder read = hub.catalog().videoEncoder("mine", manager);
    assertThat(difference(read, dgl)).isLessThan(1e-6f);
    if (form == DglForm.TRANSFORMER) {
      assertThatThrownBy(() -> read.rows(FRAMES + 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the transformer form has prompts for 3 frames a video, not for 4");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ckpt.best.pth.tar", "a.pth", "a.bin", "a.pt", "a.safetensors"})
  void aFileWithItsClipIsHeldToTheInstalledOne(String file) throws IOException {
    Dgl dgl = prompts(DglForm.LINEAR);
    write(file, withClip(dgl));
    assertThat(hub.importFrom(folder, "published").parts()).containsExactly(CLIP);
    assertThat(difference(hub.catalog().videoEncoder("published", manager), dgl)).isLessThan(1e-6f);
  }

  @Test
  void aFileWithAnotherClipBringsItsOwn() throws IOException {
    Dgl dgl = prompts(DglForm.LINEAR);
    Map<String, NDArray> tensors = withClip(dgl);
    tensors.computeIfPresent("clip.ln_final.weight", (n, tensor) -> tensor.mul(2));
    write("a.safetensors", tensors);
    assertThatThrownBy(() -> hub.importFrom(folder, "own"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("tokenizer.json");
    try (var tokenizer = hub.catalog().tokenizer(CLIP)) {
      Files.write(folder.resolve("tokenizer.json"), tokenizer.readAllBytes());
    }
    ModelInfo info = hub.importFrom(folder, "own");
    assertThat(info.parts()).isEmpty();
    assertThat(info.dgl().learned()).isEqualTo(dgl.config().size());
    assertThat(difference(hub.catalog().videoEncoder("own", manager), dgl))
        .as("the texts go through another layer norm")
        .isGreaterThan(1e-3f);
  }

  @Test
  void aCardMustNotNameAnotherClip() throws IOException {
    Map<String, NDArray> tensors = withClip(prompts(DglForm.LINEAR));
    tensors.computeIfPresent("clip.ln_final.weight", (n, tensor) -> tensor.mul(2));
    write("a.safetensors", tensors);
    card(CLIP);
    assertThatThrownBy(() -> hub.importFrom(folder, "other"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("learned on another CLIP: 1 of its tensors differ, ln_final.weight");
    card("icons-clip-s");
    assertThatThrownBy(() -> hub.importFrom(folder, "resnet"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("is a ResNet, and DGL's prompts need CLIP's transformers");
    card("nobody");
    assertThatThrownBy(() -> hub.importFrom(folder, "missing"))
        .hasMessageContaining("no model is called 'nobody'");
    assertThat(hub.catalog().find("other")).isEmpty();
  }

  private void card(String clip) throws IOException {
    Files.writeString(
        folder.resolve("card.json"),
        "{\"kind\": \"dgl\", \"role\": \"policy\", \"dgl\": {\"clip\": \"%s\"}}".formatted(clip));
  }

  @Test
  void anEncoderOfPicturesReadsVideosToo() {
    VideoEncoder frames = hub.catalog().videoEncoder("icons-clip-s", manager);
    assertThat(frames.rows(7)).isEqualTo(7);
    assertThatThrownBy(() -> hub.catalog().videoEncoder("icons-opt", manager))
        .hasMessageContaining("is a language-model and no encoder");
  }
}
