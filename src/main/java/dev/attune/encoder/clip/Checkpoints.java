package dev.attune.encoder.clip;

import dev.attune.encoder.ModelFiles;
import dev.attune.model.Activation;
import dev.attune.weights.DerivedTensors;
import dev.attune.weights.FileSource;
import dev.attune.weights.TensorSource;
import dev.attune.weights.TorchFile;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.WeightsException;
import dev.attune.weights.WeightsFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens CLIPs of any format (ALGORITHMS 1): OpenAI's archives, Hugging Face's folders, OpenCLIP's
 * files, and this program's own. What a file is, its content says; the activation is OpenAI's for
 * OpenAI's archives, else the configuration beside the file must tell it.
 */
public final class Checkpoints {
  private static final String TEXT = "text.";

  private Checkpoints() {}

  /**
   * Opens a checkpoint.
   *
   * @param path a file, or a folder with one checkpoint and its configuration
   * @throws WeightsException when it is not a CLIP, or nothing tells its activation
   */
  public static ClipCheckpoint open(Path path) {
    return open(path, null);
  }

  /**
   * Opens a checkpoint.
   *
   * @param path a file, or a folder with one checkpoint and its configuration
   * @param activation the activation where no configuration tells it, or null when that is an error
   * @throws WeightsException when it is not a CLIP, or nothing tells its activation
   */
  public static ClipCheckpoint open(Path path, @Nullable Activation activation) {
    Path file = Files.isDirectory(path) ? weightsIn(path) : path;
    FileSource beside = FileSource.in(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    return open(new ModelFiles(() -> WeightFiles.open(file), beside, activation));
  }

  /**
   * Opens a checkpoint.
   *
   * @throws WeightsException when it is not a CLIP, or nothing tells its activation
   */
  public static ClipCheckpoint open(ModelFiles files) {
    TensorSource source = files.open();
    try {
      return HuggingFaceClip.isHuggingFace(source)
          ? HuggingFaceClip.open(source, files)
          : openAi(source, files);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** The configurations that tell what a checkpoint's tensors do not, where there are any. */
  static List<String> configurations(TensorSource source) {
    return HuggingFaceClip.isHuggingFace(source)
        ? Stream.concat(
                Stream.of(HuggingFaceClip.CONFIG), HuggingFacePreprocess.fileNames().stream())
            .toList()
        : List.of(OpenClipConfig.FILE);
  }

  private static ClipCheckpoint openAi(TensorSource source, ModelFiles files) {
    TensorSource plain = plain(source);
    if (files.has(OpenClipConfig.FILE)) {
      return OpenClipConfig.open(plain, files);
    }
    boolean archive = source instanceof TorchFile torch && torch.script();
    if (archive || source.tensors().keySet().containsAll(Clip.COUNTERS)) {
      return ClipCheckpoint.of(source, Activation.QUICK_GELU);
    }
    Activation activation = files.activation();
    ClipConfig.shape(plain, "text_projection", 2); // what is no CLIP at all needs no advice
    if (activation == null) {
      throw new WeightsException(
          source.origin(),
          ("nothing tells its activation: say so in its card.json (activation: quick_gelu, as"
                  + " OpenAI's and what was fine-tuned from them, or gelu), or put its %s beside it,"
                  + " with quick_gelu in model_cfg")
              .formatted(OpenClipConfig.FILE));
    }
    return ClipCheckpoint.of(plain, activation);
  }

  /** Without the prefix that OpenCLIP puts before the text tower's names in some models. */
  static TensorSource plain(TensorSource source) {
    if (source.tensors().keySet().stream().noneMatch(n -> n.startsWith(TEXT))) {
      return source;
    }
    DerivedTensors plain = new DerivedTensors(source);
    source
        .tensors()
        .keySet()
        .forEach(n -> plain.rename(n, n.startsWith(TEXT) ? n.substring(TEXT.length()) : n));
    return plain;
  }

  private static Path weightsIn(Path folder) {
    List<Path> found = WeightsFolder.candidates(folder);
    if (found.size() != 1) {
      throw new WeightsException(
          String.valueOf(folder.getFileName()),
          "should hold one file of weights, and holds %d".formatted(found.size()));
    }
    return found.get(0);
  }
}
