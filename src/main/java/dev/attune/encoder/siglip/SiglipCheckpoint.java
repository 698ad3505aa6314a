package dev.attune.encoder.siglip;

import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.clip.HuggingFacePreprocess;
import dev.attune.encoder.clip.TimmNames;
import dev.attune.text.TextTokenizer;
import dev.attune.vision.Preprocess;
import dev.attune.weights.TensorSource;
import dev.attune.weights.Weights;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An opened checkpoint of a SigLIP, whatever its format.
 *
 * @param tensors under the names of {@link SiglipConfig#shapes}
 */
record SiglipCheckpoint(
    TensorSource tensors, SiglipConfig config, Preprocess preprocess, Format format)
    implements AutoCloseable {

  /** Who wrote a checkpoint. */
  enum Format {
    /** Transformers, with a {@code config.json}. */
    HUGGING_FACE(HuggingFaceSiglip.CONFIG, HuggingFacePreprocess.fileNames()),
    /** OpenCLIP, with an image tower of timm's. */
    OPEN_CLIP(OpenClipSiglip.CONFIG, List.of());

    private final List<String> configurations;

    Format(String configuration, List<String> others) {
      configurations = Stream.concat(Stream.of(configuration), others.stream()).toList();
    }

    /** The files beside the weights that may be there. */
    List<String> configurations() {
      return configurations;
    }

    private CleanUp cleanUp(boolean gemma) {
      if (this == OPEN_CLIP) {
        return CleanUp.OPEN_CLIP;
      }
      return gemma ? CleanUp.SIGLIP_2 : CleanUp.SIGLIP;
    }
  }

  /**
   * Opens a checkpoint.
   *
   * @throws dev.attune.weights.WeightsException when it is not a SigLIP that is computed here
   */
  static SiglipCheckpoint open(ModelFiles files) {
    TensorSource source = files.open();
    try {
      return source.tensors().containsKey(TimmNames.PROBE)
          ? OpenClipSiglip.open(source, files)
          : HuggingFaceSiglip.open(source, files);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  void check() {
    Weights.check(tensors, config.shapes(), Set.of());
  }

  TextTokenizer tokenizer(ModelFiles files) {
    TokenizerFile file = TokenizerFile.read(files);
    return new SiglipTokenizer(file, format.cleanUp(file.gemma()), config.contextLength());
  }

  @Override
  public void close() {
    tensors.close();
  }
}
