package dev.attune.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Which of a folder's files are its model's weights. */
public final class WeightsFolder {
  /** Names of files of tensors. */
  public static final Pattern NAMES =
      Pattern.compile(".*\\.(safetensors|pt|pth|bin|pth\\.tar(-\\d+)?)");

  /** In the order in which transformers looks for them. */
  private static final List<String> TRANSFORMERS =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  /** In the order in which OpenCLIP looks for them. */
  private static final List<String> OPEN_CLIP =
      List.of("open_clip_model.safetensors", "open_clip_pytorch_model.bin");

  private WeightsFolder() {}

  /**
   * The file or index to open. Where a model lies there as transformers and as OpenCLIP write it,
   * the one is taken whose configuration is there too, transformers' first; then the name that a
   * library looks for; then safetensors before others. Files that an index names are no choice.
   *
   * @return one; or none; or several, where nothing decides
   * @throws WeightsException when the folder or an index cannot be read
   */
  public static List<Path> candidates(Path folder) {
    List<Path> files = list(folder);
    Set<String> names = new HashSet<>();
    files.forEach(f -> names.add(name(f)));
    List<String> theirs = TRANSFORMERS.stream().filter(names::contains).toList();
    List<String> open = OPEN_CLIP.stream().filter(names::contains).toList();
    if (!theirs.isEmpty() && !open.isEmpty()) {
      if (isTransformers(folder)) {
        return first(folder, theirs);
      }
      return names.contains("open_clip_config.json")
          ? first(folder, open)
          : Stream.of(theirs, open).map(n -> folder.resolve(n.get(0))).toList();
    }
    if (!theirs.isEmpty() || !open.isEmpty()) {
      return first(folder, theirs.isEmpty() ? open : theirs);
    }
    List<Path> indices = files.stream().filter(f -> name(f).endsWith(WeightFiles.INDEX)).toList();
    Set<Path> shards = new HashSet<>();
    indices.forEach(i -> shards.addAll(ShardedWeights.files(i)));
    List<Path> all =
        files.stream()
            .filter(f -> indices.contains(f) || NAMES.matcher(name(f)).matches())
            .filter(f -> !shards.contains(f))
            .toList();
    List<Path> safe = all.stream().filter(f -> name(f).contains(".safetensors")).toList();
    return safe.isEmpty() ? all : safe;
  }

  private static List<Path> first(Path folder, List<String> names) {
    return List.of(folder.resolve(names.get(0)));
  }

  /** Timm's models have a {@code config.json} too, and no model type in it. */
  private static boolean isTransformers(Path folder) {
    try {
      return FileSource.in(folder)
          .find("config.json")
          .map(json -> JsonMapper.shared().readTree(json).path("model_type").isString())
          .orElse(false);
    } catch (JacksonException e) {
      throw new WeightsException("config.json", "cannot be read as JSON", e);
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new WeightsException(name(folder), "the folder cannot be read", e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
