package dev.attune.encoder.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.attune.model.Activation;
import dev.attune.vision.Framing;
import dev.attune.vision.Framing.Resize;
import dev.attune.vision.Preprocess;
import dev.attune.weights.SafetensorsWriter;
import dev.attune.weights.TorchWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes a CLIP in the formats that {@link Checkpoints} reads, for this and other programs. */
public enum CheckpointWriter {
  /** A state dictionary in {@code model.pt} that OpenAI's {@code clip.load} reads. */
  OPENAI_PT("openai-pt") {
    @Override
    void write(Clip clip, Path folder, DataType type, NDManager scope) throws IOException {
      ClipConfig config = clip.config();
      requireStandard(clip);
      Map<String, NDArray> tensors = new LinkedHashMap<>(clip.weights().all());
      tensors.put("input_resolution", scope.create((long) config.resolution()));
      tensors.put("context_length", scope.create((long) config.contextLength()));
      tensors.put("vocab_size", scope.create((long) config.vocabSize()));
      TorchWriter.write(folder.resolve("model.pt"), tensors, type);
    }
  },

  /** {@code model.safetensors} under Hugging Face's names, and {@code config.json}. */
  HUGGING_FACE("huggingface") {
    @Override
    void write(Clip clip, Path folder, DataType type, NDManager scope) throws IOException {
      if (!(clip.config().vision() instanceof VisionConfig.Vit vision)) {
        throw new IllegalArgumentException("Hugging Face's CLIP has no ResNet tower");
      }
      Framing framing = clip.preprocess().framing();
      require(
          framing.resize() != Resize.LONGEST && framing.fill() == 0,
          "Hugging Face's CLIP takes no pictures that are padded");
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      Map<String, String> tops = HuggingFaceNames.tops();
      for (Map.Entry<String, NDArray> e : clip.weights().all().entrySet()) {
        String name = tops.get(e.getKey());
        if (name == null) {
          block(e.getKey(), e.getValue(), tensors, scope);
        } else if (HuggingFaceNames.TRANSPOSED.contains(e.getKey())) {
          tensors.put(name, owned(e.getValue().transpose().duplicate(), scope));
        } else {
          tensors.put(name, e.getValue());
        }
      }
      SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, type);
      json(
          folder.resolve(HuggingFaceClip.CONFIG),
          CheckpointConfigs.huggingFace(clip.config(), vision));
      json(
          folder.resolve(HuggingFacePreprocess.OWN),
          CheckpointConfigs.huggingFace(clip.preprocess()));
    }
  },

  /** {@code open_clip_model.safetensors} and {@code open_clip_config.json}. */
  OPENCLIP("openclip") {
    @Override
    void write(Clip clip, Path folder, DataType type, NDManager scope) throws IOException {
      Framing framing = clip.preprocess().framing();
      Integer size = framing.size();
      require(
          framing.resize() != Resize.NONE && (size == null || size == clip.resolution()),
          "OpenCLIP's format holds no pictures that are cut out of larger ones");
      require(
          clip.config().activation() != Activation.GELU_TANH,
          "OpenCLIP's format holds no activation but QuickGELU and the exact GELU");
      SafetensorsWriter.write(
          folder.resolve("open_clip_model.safetensors"), clip.weights().all(), type);
      json(
          folder.resolve(OpenClipConfig.FILE),
          CheckpointConfigs.openClip(clip.config(), clip.preprocess()));
    }
  };

  private final String format;

  CheckpointWriter(String format) {
    this.format = format;
  }

  /** The format's name on the command line. */
  @Override
  public String toString() {
    return format;
  }

  /**
   * Writes weights and configuration.
   *
   * @param folder made when it is not there
   * @param type {@link DataType#FLOAT16} or {@link DataType#FLOAT32}
   * @throws IllegalArgumentException when the format cannot hold this model
   */
  public void write(Clip clip, Path folder, DataType type) throws IOException {
    boolean plain =
        clip.config().textForm().equals(TextForm.OPENAI)
            && (clip.config().vision() instanceof VisionConfig.ResNet
                || (clip.config().vision() instanceof VisionConfig.Vit vit && !vit.mean()));
    require(plain, "No format holds towers or texts that are not CLIP's: copy its files instead");
    Files.createDirectories(folder);
    NDManager owner = clip.weights().get(ClipParameters.SCALE).getManager();
    try (NDManager scope = owner.newSubManager()) {
      write(clip, folder, type, scope);
    }
  }

  abstract void write(Clip clip, Path folder, DataType type, NDManager scope) throws IOException;

  private static void requireStandard(Clip clip) {
    ClipConfig config = clip.config();
    boolean standard =
        (!(config.vision() instanceof VisionConfig.Vit vit)
                || (vit.heads() == heads(vit.width()) && vit.hidden() == 4 * vit.width()))
            && config.textHeads() == heads(config.textWidth())
            && config.textHidden() == 4 * config.textWidth();
    require(
        standard && config.activation() == Activation.QUICK_GELU,
        "OpenAI's format holds no activation but QuickGELU, no heads but those of width 64, and no"
            + " MLPs but those four times as wide");
    Preprocess usual = ClipPreprocess.at(config.resolution());
    Preprocess own = clip.preprocess();
    require(
        own.normalisation().equals(usual.normalisation())
            && own.framing().resize() == usual.framing().resize()
            && own.framing().filter() == usual.framing().filter(),
        "OpenAI's format holds no preprocessing but CLIP's");
  }

  private static void require(boolean held, String reason) {
    if (!held) {
      throw new IllegalArgumentException(reason);
    }
  }

  private static int heads(int width) {
    return Math.max(1, width / ClipCheckpoint.HeadWidths.STANDARD.text());
  }

  /** Adds a block's tensor under its other name, the joined projections as three. */
  private static void block(
      String name, NDArray tensor, Map<String, NDArray> tensors, NDManager scope) {
    String tower =
        HuggingFaceNames.TOWERS.keySet().stream()
            .filter(name::startsWith)
            .findFirst()
            .orElseThrow();
    String rest = name.substring(tower.length());
    String prefix = HuggingFaceNames.TOWERS.get(tower) + rest.substring(0, rest.indexOf('.') + 1);
    String part = rest.substring(rest.indexOf('.') + 1);
    if (part.startsWith("attn.in_proj_")) {
      String kind = part.substring("attn.in_proj_".length());
      NDList parts = tensor.split(3);
      for (int i = 0; i < parts.size(); i++) {
        tensors.put(
            prefix + "self_attn." + List.of("q", "k", "v").get(i) + "_proj." + kind,
            owned(parts.get(i), scope));
      }
      return;
    }
    int dot = part.lastIndexOf('.');
    String theirs = HuggingFaceNames.BLOCK.get(part.substring(0, dot));
    tensors.put(prefix + theirs + part.substring(dot), tensor);
  }

  private static NDArray owned(NDArray tensor, NDManager scope) {
    tensor.attach(scope);
    return tensor;
  }

  private static void json(Path path, Map<String, ?> content) throws IOException {
    byte[] json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
    Files.write(path, json);
  }
}
