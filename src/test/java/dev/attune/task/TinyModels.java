package dev.attune.task;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.hub.BuiltInModels;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.model.clip.ClipConfig;
import dev.attune.model.clip.VisionConfig;
import dev.attune.model.weights.SafetensorsFile;
import dev.attune.model.weights.SafetensorsWriter;
import dev.attune.model.weights.TensorSource;
import dev.attune.train.ClipInit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Random CLIPs of both towers with the built-in vocabulary, and context vectors for them. */
final class TinyModels implements ModelCatalog {
  private static final BuiltInModels BUILT_IN = new BuiltInModels();
  private static final int TEXT_WIDTH = 64;

  private final Path folder;

  TinyModels(Path folder) throws IOException {
    this.folder = folder;
    ClipConfig builtIn;
    try (TensorSource weights = BUILT_IN.weights("icons-clip-s")) {
      builtIn = ClipConfig.infer(weights, Activation.QUICK_GELU);
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      write(manager, "vit", config(builtIn, new VisionConfig.Vit(64, 2, 1, 16), 32));
      write(manager, "resnet", config(builtIn, new VisionConfig.ResNet(8, ONES, 4), 32));
      write(manager, "judge", config(builtIn, new VisionConfig.Vit(64, 1, 1, 8), 48));
      float[] vectors = new float[6 * TEXT_WIDTH];
      Arrays.fill(vectors, 0.01f);
      SafetensorsWriter.write(
          file("vectors"),
          Map.of("ctx", Nn.fromHost(manager, vectors, new Shape(6, TEXT_WIDTH))),
          DataType.FLOAT16);
    }
  }

  private static final List<Integer> ONES = List.of(1, 1, 1, 1);

  private static ClipConfig config(ClipConfig builtIn, VisionConfig vision, int resolution) {
    return new ClipConfig(
        vision,
        resolution,
        24,
        builtIn.contextLength(),
        builtIn.vocabSize(),
        TEXT_WIDTH,
        1,
        1,
        Activation.QUICK_GELU);
  }

  private void write(NDManager manager, String name, ClipConfig config) throws IOException {
    SafetensorsWriter.write(
        file(name), ClipInit.draw(config, name.hashCode(), manager).all(), DataType.FLOAT32);
  }

  private Path file(String name) {
    return folder.resolve(name + ".safetensors");
  }

  @Override
  public List<ModelInfo> list() {
    return List.of();
  }

  @Override
  public Optional<ModelInfo> find(String name) {
    return Files.exists(file(name))
        ? Optional.of(
            new ModelInfo(name, "clip", "other", "", "", "", 0, "hash of " + name, Map.of(), null))
        : Optional.empty();
  }

  @Override
  public TensorSource weights(String name) {
    return SafetensorsFile.open(file(name));
  }

  @Override
  public InputStream tokenizer(String name) {
    return BUILT_IN.tokenizer("icons-clip-s");
  }
}
