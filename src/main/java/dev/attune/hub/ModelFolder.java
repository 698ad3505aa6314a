package dev.attune.hub;

import dev.attune.encoder.ModelFiles;
import dev.attune.weights.FileSource;
import dev.attune.weights.WeightFiles;
import dev.attune.weights.WeightsException;
import dev.attune.weights.WeightsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a model in one folder: card, weights, configuration, tokeniser, licence.
 *
 * @param kinds of models that are known, and with them the names of their files
 */
record ModelFolder(Path path, ModelKinds kinds) {
  private static final Pattern OTHERS =
      Pattern.compile(".*\\.index\\.json|card\\.json|(LICEN[SC]E|NOTICE|README)(\\..*)?");

  /** The files that belong to the model, by name; what else lies there is passed over. */
  List<Path> files() {
    Set<String> others = kinds.fileNames();
    return list()
        .filter(
            f ->
                WeightsFolder.NAMES.matcher(name(f)).matches()
                    || OTHERS.matcher(name(f)).matches()
                    || others.contains(name(f)))
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
   * The weights, a file or the index of several: what the card names, else what {@link
   * WeightsFolder} finds.
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
    List<Path> candidates = WeightsFolder.candidates(path);
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

  /** Its files, read as its card says. */
  ModelFiles of(ModelCard card) {
    return new ModelFiles(
        () -> WeightFiles.open(weights(card)), FileSource.in(path), card.activation());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
