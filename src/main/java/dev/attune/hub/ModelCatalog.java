package dev.attune.hub;

import ai.djl.ndarray.NDManager;
import dev.attune.encoder.Encoder;
import dev.attune.encoder.FrameMean;
import dev.attune.encoder.ModelFiles;
import dev.attune.encoder.TowerKind;
import dev.attune.encoder.VideoEncoder;
import dev.attune.encoder.clip.Checkpoints;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.problem.UnknownNameException;
import dev.attune.vision.Preprocess;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightsException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The models this installation has, by name. */
public interface ModelCatalog {

  /** All of them, broken ones included, in the order they should be shown. */
  List<ModelInfo> list();

  Optional<ModelInfo> find(String name);

  /**
   * The files of a model of any kind.
   *
   * @throws UnknownNameException when the name is unknown
   * @throws WeightsException when they cannot be used
   */
  ModelFiles files(String name);

  /**
   * Loads an encoder of any family.
   *
   * @param manager owns its tensors and its tokeniser
   * @throws UnknownNameException when the name is unknown
   * @throws WeightsException when its files cannot be used, or it is none
   */
  default Encoder encoder(String name, NDManager manager) {
    if (kind(name) instanceof EncoderKind encoder) {
      return encoder.family().load(files(name), manager);
    }
    throw new WeightsException(name, "is a %s and no encoder".formatted(kind(name).name()));
  }

  /**
   * Loads what reads videos: an encoder of pictures does frame by frame.
   *
   * @param manager owns its tensors and its tokeniser
   * @throws UnknownNameException when the name is unknown
   * @throws WeightsException when its files cannot be used, or it is none
   */
  default VideoEncoder videoEncoder(String name, NDManager manager) {
    return kind(name) instanceof DglKind
        ? DglKind.load(files(name), this, manager)
        : new FrameMean(encoder(name, manager));
  }

  /**
   * How what reads videos wants their frames. No tensor is read.
   *
   * @throws UnknownNameException when the name is unknown
   * @throws WeightsException when its files cannot be used, or it is none
   */
  default Preprocess framePreprocess(String name) {
    ModelKind kind = kind(name);
    if (kind instanceof EncoderKind encoder) {
      return encoder.family().preprocess(files(name));
    }
    if (kind instanceof DglKind) {
      return DglKind.preprocess(files(name), this);
    }
    throw new WeightsException(name, "is a %s and no encoder".formatted(kind.name()));
  }

  /** How many frames of a video a model is for; 0 where it reads any number. */
  default int frames(String name) {
    return find(name).map(ModelInfo::dgl).map(DglParts::frames).orElse(0);
  }

  /**
   * What kind of network an encoder's image tower is; empty where it is none, or cannot be used.
   */
  default Optional<TowerKind> tower(String name) {
    return find(name)
        .filter(m -> m.problem() == null && m.kind() instanceof EncoderKind)
        .map(m -> ((EncoderKind) m.kind()).family().tower(files(name)));
  }

  /** The side in pixels of the largest picture that a usable encoder looks at; 0 without any. */
  default int largestResolution() {
    return list().stream()
        .filter(m -> m.problem() == null)
        .mapToInt(
            m ->
                m.kind() instanceof EncoderKind encoder
                    ? encoder.family().preprocess(files(m.name())).resolution()
                    : 0)
        .max()
        .orElse(0);
  }

  /**
   * Opens the weights of a model of any kind; the caller closes them.
   *
   * @throws UnknownNameException when the name is unknown
   * @throws WeightsException when the file cannot be used
   */
  default TensorSource weights(String name) {
    return files(name).open();
  }

  /**
   * Opens a CLIP; the caller closes it. Who needs no more than an encoder asks for an {@link
   * #encoder}.
   *
   * @throws UnknownNameException when the name is unknown
   * @throws WeightsException when the file cannot be used
   */
  default ClipCheckpoint clip(String name) {
    return Checkpoints.open(files(name));
  }

  /**
   * Opens a language model; the caller closes it.
   *
   * @throws UnknownNameException when the name is unknown
   * @throws WeightsException when its files cannot be used
   */
  default LmCheckpoint languageModel(String name) {
    return LanguageModelKind.open(files(name));
  }

  /**
   * Opens a model's tokeniser as a {@code tokenizer.json}; the caller closes it.
   *
   * @throws UnknownNameException when the name is unknown
   * @throws WeightsException when its files cannot be used
   */
  default InputStream tokenizer(String name) {
    return new ByteArrayInputStream(kind(name).tokenizer(files(name)));
  }

  private ModelKind kind(String name) {
    return find(name)
        .map(ModelInfo::kind)
        .orElseThrow(() -> new UnknownNameException("no model is called '%s'".formatted(name)));
  }
}
