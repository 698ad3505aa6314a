package dev.attune.encoder.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.bench.ClipArchitecture;
import dev.attune.encoder.clip.Clip;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.clip.ClipInit;
import dev.attune.encoder.clip.VisionConfig;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.weights.TorchWriter;
import dev.attune.weights.Weights;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DglTest {
  private static final int FRAMES = 3;
  private static final ClipConfig TINY = tiny(2, 3);

  private final NDManager manager = NDManager.newBaseManager();

  @TempDir private Path folder;

  private static ClipConfig tiny(int imageLayers, int textLayers) {
    return new ClipConfig(
        new VisionConfig.Vit(64, imageLayers, 1, 8),
        16,
        32,
        20,
        50,
        64,
        1,
        textLayers,
        Activation.QUICK_GELU);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Dgl dgl(DglForm form) {
    DglConfig config = DglConfig.of(form, TINY, FRAMES);
    return new Dgl(clip(1), config, large(config));
  }

  private Clip clip(long seed) {
    return new Clip(TINY, ClipInit.draw(TINY, seed, manager));
  }

  /** Prompts as large as other tokens, so that they have a say. */
  private Weights large(DglConfig config) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    Random random = new Random(5);
    DglInit.draw(config, clip(1), 2, manager)
        .all()
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name,
                    name.contains("embedding")
                        ? Nn.normal(manager, tensor.getShape(), 1, random)
                        : tensor));
    return new Weights(tensors);
  }

  private NDArray videos(int count, int frames) {
    return Nn.normal(manager, new Shape(count, frames, 3, 16, 16), 1, new Random(3));
  }

  private static float largestDifference(NDArray a, NDArray b) {
    return a.sub(b).abs().max().getFloat();
  }

  @Test
  void aFullSizeModelLearnsAsManyNumbersAsThePaperSays() {
    ClipConfig clip = ClipArchitecture.byId("b32").orElseThrow().config();
    DglConfig transformer = DglConfig.of(DglForm.TRANSFORMER, clip, 12);
    DglConfig linear = DglConfig.of(DglForm.LINEAR, clip, 12);
    assertThat(transformer.size()).isEqualTo(9_575_168);
    assertThat(linear.size()).isEqualTo(827_392);
    assertThat(100 * transformer.share(clip)).isCloseTo(6.33, within(0.005));
    assertThat(100 * linear.share(clip)).isCloseTo(0.55, within(0.005));
  }

  @Test
  void thereArePromptsForTheDeeperTower() {
    assertThat(DglConfig.of(DglForm.LINEAR, tiny(4, 2), FRAMES).layers()).isEqualTo(4);
    assertThat(DglConfig.of(DglForm.LINEAR, tiny(2, 4), FRAMES).layers()).isEqualTo(4);
  }

  @Test
  void aResNetIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DglConfig.of(
                    DglForm.LINEAR, ClipArchitecture.byId("rn50").orElseThrow().config(), 12))
        .withMessageContaining("RN50")
        .withMessageContaining("ResNet");
  }

  @Test
  void onlyTheLinearFormTakesAnyNumberOfFrames() {
    Dgl linear = dgl(DglForm.LINEAR);
    NDArray other = videos(1, 5);
    assertThat(linear.video(other, linear.prompts(), VideoFeature.GLOBAL).getShape())
        .isEqualTo(new Shape(1, 32));
    Dgl transformer = dgl(DglForm.TRANSFORMER);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transformer.video(other, transformer.prompts(), VideoFeature.GLOBAL))
        .withMessageContaining("3 frames")
        .withMessageContaining("not for 5");
  }

  @ParameterizedTest
  @EnumSource(VideoFeature.class)
  void onlyTheTransformerFormSeesTheOrderOfFrames(VideoFeature feature) {
    NDArray videos = videos(2, FRAMES);
    NDList frames = new NDList();
    for (int t = FRAMES - 1; t >= 0; t--) {
      frames.add(videos.get(new NDIndex(":, {}:{}", t, t + 1)));
    }
    NDArray reversed = NDArrays.concat(frames, 1);
    Dgl linear = dgl(DglForm.LINEAR);
    assertThat(
            largestDifference(
                linear.features(videos, linear.prompts(), feature),
                linear.features(reversed, linear.prompts(), feature)))
        .isLessThan(1e-6f);
    Dgl transformer = dgl(DglForm.TRANSFORMER);
    assertThat(
            largestDifference(
                transformer.features(videos, transformer.prompts(), feature),
                transformer.features(reversed, transformer.prompts(), feature)))
        .isGreaterThan(1e-3f);
  }

  @ParameterizedTest
  @EnumSource(DglForm.class)
  void aVideosFeatureDoesNotDependOnItsBatch(DglForm form) {
    Dgl dgl = dgl(form);
    NDArray videos = videos(3, FRAMES);
    NDArray together = dgl.features(videos, dgl.prompts(), VideoFeature.GLOBAL);
    for (int v = 0; v < 3; v++) {
      NDIndex one = new NDIndex("{}:{}", v, v + 1);
      NDArray alone = dgl.features(videos.get(one), dgl.prompts(), VideoFeature.GLOBAL);
      assertThat(largestDifference(alone, together.get(one))).isLessThan(1e-6f);
    }
  }

  @Test
  void theCheckpointMayHaveFewerLayersThanTheTextTower() {
    DglConfig all = DglConfig.of(DglForm.LINEAR, TINY, FRAMES);
    DglConfig two =
        new DglConfig(
            DglForm.LINEAR, 2, 64, 64, all.globals(), all.framePrompts(), all.textPrompts(), 0, 0);
    Clip clip = clip(1);
    Dgl dgl = new Dgl(clip, two, large(two));
    long[][] tokens = {{48, 5, 6, 49}};
    Clip shorter =
        new Clip(tiny(2, 2), clip.weights()); // the third layer's tensors are there, and unread
    Dgl expected = new Dgl(shorter, two, dgl.weights());
    assertThat(dgl.text(manager, tokens, dgl.prompts()).toFloatArray())
        .isEqualTo(expected.text(manager, tokens, expected.prompts()).toFloatArray());
  }

  @ParameterizedTest
  @EnumSource(DglForm.class)
  void aCheckpointOfOursIsReadAsItWasWritten(DglForm form) throws IOException {
    Dgl dgl = dgl(form);
    Path file = folder.resolve("prompts.safetensors");
    DglCheckpoint.write(file, dgl);
    try (DglCheckpoint read = DglCheckpoint.open(file)) {
      assertThat(read.config()).isEqualTo(dgl.config());
      assertThat(read.holdsClip()).isFalse();
      assertSame(read.load(clip(1), manager), dgl);
    }
  }

  private void assertSame(Dgl actual, Dgl expected) {
    NDArray videos = videos(2, FRAMES);
    long[][] tokens = {{48, 5, 6, 49}, {48, 7, 49, 0}};
    assertThat(actual.video(videos, actual.prompts(), VideoFeature.MEAN_BOTH).toFloatArray())
        .isEqualTo(
            expected.video(videos, expected.prompts(), VideoFeature.MEAN_BOTH).toFloatArray());
    assertThat(actual.text(manager, tokens, actual.prompts()).toFloatArray())
        .isEqualTo(expected.text(manager, tokens, expected.prompts()).toFloatArray());
  }

  /** As the original saves it: the CLIP beside the prompts, all under one more prefix. */
  private Path published(String name, Dgl dgl, UnaryOperator<String> names) throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    dgl.clip().weights().all().forEach((n, t) -> tensors.put(names.apply("clip." + n), t));
    dgl.weights().all().forEach((n, t) -> tensors.put(names.apply(n), t));
    Path file = folder.resolve(name);
    TorchWriter.write(file, tensors, DataType.FLOAT32);
    return file;
  }

  @ParameterizedTest
  @EnumSource(DglForm.class)
  void aPublishedCheckpointBringsItsClip(DglForm form) throws IOException {
    Dgl dgl = dgl(form);
    for (String prefix : List.of("", "module.")) {
      Path file = published("ckpt.best.pth.tar", dgl, prefix::concat);
      try (DglCheckpoint read = DglCheckpoint.open(file)) {
        assertThat(read.holdsClip()).isTrue();
        ClipCheckpoint its = read.openClip();
        assertThat(its.config()).isEqualTo(TINY);
        assertSame(read.load(its.load(manager), manager), dgl);
        assertSame(read.load(dgl.clip(), manager), dgl);
        assertThatThrownBy(() -> read.load(clip(9), manager))
            .isInstanceOf(WeightsException.class)
            .hasMessageContaining("ckpt.best.pth.tar")
            .hasMessageContaining("another CLIP");
      }
    }
  }

  @Test
  void whatIsNotDglsIsNamed() throws IOException {
    Dgl dgl = dgl(DglForm.TRANSFORMER);
    Path unknown = published("a.pth", dgl, n -> n.equals("clip.ln_final.bias") ? "clip.other" : n);
    assertThatThrownBy(() -> DglCheckpoint.open(unknown))
        .hasMessageContaining("misses ln_final.bias")
        .hasMessageContaining("unknown tensor other");
    Path outside = published("b.pth", dgl, n -> n.equals("clip.logit_scale") ? "head.scale" : n);
    assertThatThrownBy(() -> DglCheckpoint.open(outside)).hasMessageContaining("head.scale");
    Path none = published("c.pth", dgl, n -> n.contains("prompt") ? "x." + n : n);
    assertThatThrownBy(() -> DglCheckpoint.open(none))
        .hasMessageContaining("holds no prompts of DGL")
        .hasMessageContaining("clip.visual.prompt_embeddings");
    Files.writeString(folder.resolve("d.pth"), "no weights at all");
    assertThatThrownBy(() -> DglCheckpoint.open(folder.resolve("d.pth")))
        .isInstanceOf(WeightsException.class);
  }

  @Test
  void promptsForAnotherClipAreRefused() throws IOException {
    Path file = folder.resolve("prompts.safetensors");
    DglCheckpoint.write(file, dgl(DglForm.TRANSFORMER));
    ClipConfig deeper = tiny(4, 3);
    ClipConfig wider =
        new ClipConfig(
            new VisionConfig.Vit(128, 2, 2, 8), 16, 32, 20, 50, 64, 1, 3, Activation.QUICK_GELU);
    try (DglCheckpoint read = DglCheckpoint.open(file)) {
      for (ClipConfig other : List.of(deeper, wider)) {
        Clip clip = new Clip(other, ClipInit.draw(other, 1, manager));
        assertThatThrownBy(() -> read.load(clip, manager))
            .isInstanceOf(WeightsException.class)
            .hasMessageContaining("prompts.safetensors")
            .hasMessageContaining(other == deeper ? "3 layers" : "width 64");
      }
    }
  }
}
