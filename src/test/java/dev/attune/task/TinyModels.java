package dev.attune.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.attune.dataset.icons.LanguageVocabulary;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.clip.ClipConfig;
import dev.attune.encoder.clip.ClipInit;
import dev.attune.encoder.clip.VisionConfig;
import dev.attune.encoder.siglip.MadeSiglip;
import dev.attune.encoder.video.DglConfig;
import dev.attune.encoder.video.DglForm;
import dev.attune.hub.BuiltInModels;
import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ModelCatalog;
import dev.attune.hub.ModelInfo;
import dev.attune.hub.ModelKinds;
import dev.attune.model.Activation;
import dev.attune.model.Nn;
import dev.attune.model.caption.MlpConfig;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.model.lm.LmConfig;
import dev.attune.model.lm.LmFamily;
import dev.attune.model.lm.OptWriter;
import dev.attune.train.LmInit;
import dev.attune.train.MappingInit;
import dev.attune.weights.FileSource;
import dev.attune.weights.SafetensorsFile;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TensorSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Random CLIPs of both towers with the built-in vocabulary, a SigLIP, context vectors for them, a
 * language model, a captioner, and one that does not fit its CLIP.
 */
public final class TinyModels implements ModelCatalog {
  private static final String SIGLIP = "siglip";
  private static final String DGL = "dgl-";
  private static final BuiltInModels BUILT_IN = new BuiltInModels();
  private static final int TEXT_WIDTH = 64;
  private static final int EMBEDDING = 24;
  private static final LmConfig LM =
      new LmConfig(LmFamily.OPT, LanguageVocabulary.ids().size(), 32, 2, 2, 64, 64);

  private final Path folder;

  public TinyModels(Path folder) throws IOException {
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
      OptWriter.write(
          LmInit.draw(LM, 3, manager),
          Files.createDirectories(folder.resolve("lm")),
          DataType.FLOAT32);
      writePrompts(manager, DglForm.LINEAR);
      writePrompts(manager, DglForm.TRANSFORMER);
      writeMapping(manager, "captioner", EMBEDDING);
      writeMapping(manager, "misfit", EMBEDDING + 1);
      MadeSiglip.huggingFace(folder.resolve(SIGLIP));
    }
  }

  private static final List<Integer> ONES = List.of(1, 1, 1, 1);

  private static ClipConfig config(ClipConfig builtIn, VisionConfig vision, int resolution) {
    return new ClipConfig(
        vision,
        resolution,
        EMBEDDING,
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

  /** Prompts of four frames, as large as other tokens, so that they have a say. */
  private void writePrompts(NDManager manager, DglForm form) throws IOException {
    DglConfig config;
    try (TensorSource weights = weights("vit")) {
      config = DglConfig.of(form, ClipConfig.infer(weights, Activation.QUICK_GELU), 4);
    }
    Random random = new Random(9);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    config.shapes().forEach((n, shape) -> tensors.put(n, Nn.normal(manager, shape, 0.5, random)));
    SafetensorsWriter.write(
        file(DGL + form.name().toLowerCase(Locale.ROOT)), tensors, DataType.FLOAT32);
  }

  private void writeMapping(NDManager manager, String name, int embedDim) throws IOException {
    MlpConfig config = new MlpConfig(2, LM.width(), embedDim);
    SafetensorsWriter.write(
        file(name), MappingInit.draw(config, 4, manager).weights().all(), DataType.FLOAT32);
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
    if (!name.equals(SIGLIP) && !Files.exists(file(name))) {
      return Optional.empty();
    }
    CaptionerParts parts =
        List.of("captioner", "misfit").contains(name)
            ? new CaptionerParts("vit", "lm", "judge")
            : null;
    return Optional.of(
        new ModelInfo(
            name,
            ModelKinds.ALL.named(kind(name)),
            "other",
            "",
            "",
            "",
            0,
            "hash of " + name,
            "hash of all of " + name,
            parts,
            null,
            Map.of(),
            null,
            null));
  }

  private static String kind(String name) {
    return name.startsWith(DGL) ? "dgl" : name.equals(SIGLIP) ? SIGLIP : "clip";
  }

  @Override
  public ModelFiles files(String name) {
    if (name.startsWith(DGL)) {
      byte[] card =
          "{\"kind\":\"dgl\",\"dgl\":{\"clip\":\"vit\"}}".getBytes(StandardCharsets.UTF_8);
      FileSource beside = file -> file.equals("card.json") ? Optional.of(card) : Optional.empty();
      return new ModelFiles(() -> weights(name), beside, null);
    }
    if (name.equals(SIGLIP)) {
      return new ModelFiles(
          () -> SafetensorsFile.open(folder.resolve("siglip/model.safetensors")),
          FileSource.in(folder.resolve(SIGLIP)),
          null);
    }
    FileSource tokenizer =
        file ->
            file.equals("tokenizer.json")
                ? BUILT_IN.files("icons-clip-s").find(file)
                : Optional.empty();
    return new ModelFiles(() -> weights(name), tokenizer, Activation.QUICK_GELU);
  }

  @Override
  public TensorSource weights(String name) {
    return SafetensorsFile.open(file(name));
  }

  @Override
  public LmCheckpoint languageModel(String name) {
    return new LmCheckpoint(SafetensorsFile.open(folder.resolve("lm/model.safetensors")), LM);
  }

  @Override
  public InputStream tokenizer(String name) {
    if (name.equals("lm")) {
      return new ByteArrayInputStream(
          LanguageVocabulary.tokenizerJson().getBytes(StandardCharsets.UTF_8));
    }
    return BUILT_IN.tokenizer("icons-clip-s");
  }
}
