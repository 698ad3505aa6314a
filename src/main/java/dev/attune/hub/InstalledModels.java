package dev.attune.hub;

import dev.attune.encoder.ModelFiles;
import dev.attune.problem.UnknownNameException;
import dev.attune.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models in the folders of {@code attune.home/models}. A folder is inspected when it appears
 * and when a file of it changes; a broken one is listed with its problem. Thread-safe.
 */
final class InstalledModels implements ModelCatalog {
  private static final Logger log = LoggerFactory.getLogger(InstalledModels.class);

  private final Path models;
  private final Inspection inspection;
  private final ModelKinds kinds;
  private final FileHashes hashes;
  private final Map<String, Inspected> inspected = new HashMap<>();

  /** A folder as it was when it was looked at, told by its files' sizes and times. */
  private record Inspected(List<String> state, ModelInfo info) {}

  InstalledModels(Path models, Inspection inspection, ModelKinds kinds, FileHashes hashes) {
    this.models = models;
    this.hashes = hashes;
    this.inspection = inspection;
    this.kinds = kinds;
  }

  @Override
  public synchronized List<ModelInfo> list() {
    List<Path> folders = folders();
    List<ModelInfo> list = new ArrayList<>();
    for (Path folder : folders) {
      list.add(info(folder));
    }
    inspected.keySet().removeIf(name -> list.stream().noneMatch(m -> m.name().equals(name)));
    return list;
  }

  /** Lets every file be read anew, also one whose size and time are as they were. */
  synchronized void forget() {
    inspected.clear();
    try {
      for (Path folder : folders()) {
        hashes.forget(name(folder));
      }
    } catch (IOException e) {
      throw HubException.disk("the cached hashes cannot be removed", e);
    }
  }

  private List<Path> folders() {
    if (!Files.isDirectory(models)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(models)) {
      return entries
          .filter(Files::isDirectory)
          .filter(f -> !name(f).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      log.error("The folder of models cannot be read", e);
      return List.of();
    }
  }

  private ModelInfo info(Path folder) {
    String name = name(folder);
    List<String> state = state(folder);
    Inspected earlier = inspected.get(name);
    if (earlier != null && earlier.state().equals(state)) {
      return earlier.info();
    }
    ModelInfo info = inspection.of(name, folder);
    if (!Names.isModel(name)) {
      info = info.withProblem("the folder's name must be of lower-case letters, digits, . _ and -");
    }
    if (info.problem() != null) {
      log.warn("The model {} cannot be used: {}", name, info.problem());
    }
    inspected.put(name, new Inspected(state, info));
    return info;
  }

  private List<String> state(Path folder) {
    try {
      List<String> state = new ArrayList<>();
      for (Path file : new ModelFolder(folder, kinds).files()) {
        state.add(
            "%s %d %s".formatted(name(file), Files.size(file), Files.getLastModifiedTime(file)));
      }
      return state;
    } catch (IOException | WeightsException e) {
      return List.of("unreadable");
    }
  }

  @Override
  public Optional<ModelInfo> find(String name) {
    return list().stream().filter(m -> m.name().equals(name)).findFirst();
  }

  @Override
  public ModelFiles files(String name) {
    ModelFolder folder = sound(name);
    return folder.of(ModelCard.of(folder.path()));
  }

  private ModelFolder sound(String name) {
    ModelInfo info =
        find(name)
            .orElseThrow(() -> new UnknownNameException("no model is called '%s'".formatted(name)));
    if (info.problem() != null) {
      throw new WeightsException(name, info.problem());
    }
    return new ModelFolder(models.resolve(name), kinds);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
