package dev.attune.hub;

import dev.attune.encoder.clip.Checkpoints;
import dev.attune.encoder.clip.ClipCheckpoint;
import dev.attune.model.lm.LmCheckpoint;
import dev.attune.text.TokenizerException;
import dev.attune.text.TokenizerFiles;
import dev.attune.weights.TensorSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a model in one folder: card, weights, configuration, tokeniser, licence. */
record ModelFolder(Path path) {
  private static final Pattern WEIGHTS =
      Pattern.compile(".*\\.(safetensors|pt|pth|bin|pth\\.tar(-\\d+)?)");
  private static final Pattern OTHERS =
      Pattern.compile(
          ".*\\.index\\.json|card\\.json|config\\.json|open_clip_config\\.json|tokenizer\\.json|vocab\\.json"
              + "|merges\\.txt|bpe_simple_vocab_16e6\\.txt\\.gz|(LICEN[SC]E|NOTICE|README)(\\..*)?");

  /** The files that belong to the model, by name; what else lies there is passed over. */
  List<Path> files() {
    return list()
        .filter(f -> WEIGHTS.matcher(name(f)).matches() || OTHERS.matcher(name(f)).matches())
        .sorted()
        .toList();
  }

  private Stream<Path> list() {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new WeightsException(name(path), "the folder cannot be read", e);
    }
  }

  /**
   * The weights file: the one that the card names, else the only one, safetensors before others.
   *
   * @throws WeightsException when there is none, or a choice
   */
  Path weights(ModelCard card) {
    if (card.weights() != null) {
      Path file = path.resolve(card.weights());
      if (!Files.isRegularFile(file)) {
        throw new WeightsException(card.weights(), "is missing");
      }
      return file;
    }
    List<Path> all = list().filter(f -> WEIGHTS.matcher(name(f)).matches()).sorted().toList();
    List<Path> safe = all.stream().filter(f -> name(f).endsWith(".safetensors")).toList();
    List<Path> candidates = safe.isEmpty() ? all : safe;
    if (candidates.isEmpty()) {
      throw new WeightsException(name(path), "the folder has no weights file");
    }
    if (candidates.size() > 1) {
      throw new WeightsException(
          ModelCard.FILE,
          "weights must say which one to use of "
              + String.join(", ", candidates.stream().map(ModelFolder::name).toList()));
    }
    return candidates.get(0);
  }

  /**
   * Opens a CLIP of any format.
   *
   * @throws WeightsException when it cannot be used
   */
  ClipCheckpoint clip(ModelCard card) {
    return Checkpoints.open(weights(card), card.activation());
  }

  /**
   * Opens a language model, with the configuration beside its weights.
   *
   * @throws WeightsException when it cannot be used
   */
  LmCheckpoint languageModel(ModelCard card) {
    Path config = path.resolve(LmCheckpoint.CONFIG);
    if (!Files.isRegularFile(config)) {
      throw new WeightsException(LmCheckpoint.CONFIG, "is missing");
    }
    try (InputStream json = Files.newInputStream(config)) {
      return LmCheckpoint.open(open(card), json);
    } catch (IOException e) {
      throw new WeightsException(LmCheckpoint.CONFIG, "cannot be read", e);
    }
  }

  /**
   * Opens the weights of a model of any kind.
   *
   * @throws WeightsException when they cannot be used
   */
  TensorSource open(ModelCard card) {
    return WeightFiles.open(weights(card));
  }

  /**
   * The tokeniser as a {@code tokenizer.json}, composed where there are only its parts.
   *
   * @throws WeightsException when there is none, or it is broken
   */
  byte[] tokenizer(ModelCard card) {
    try {
      return card.isClip() ? TokenizerFiles.clip(path) : TokenizerFiles.language(path);
    } catch (TokenizerException e) {
      throw new WeightsException("tokeniser", String.valueOf(e.getMessage()), e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
