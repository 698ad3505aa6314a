package dev.attune.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Opens weights of any format. */
public final class WeightFiles {
  static final String INDEX = ".index.json";

  /** What {@code DataParallel} and {@code torch.compile} put before every name. */
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

  private WeightFiles() {}

  /**
   * Opens a file by what it begins with, whatever it is called: PyTorch's, or safetensors. An index
   * of several such files ({@code *.index.json}) opens them all. What a training's wrappers put
   * before every name is taken off.
   *
   * @throws WeightsException when it is none of these, truncated or hostile
   */
  public static TensorSource open(Path path) {
    TensorSource source = isIndex(path) ? ShardedWeights.open(path) : file(path);
    Set<String> names = source.tensors().keySet();
    String wrapping = "";
    for (String more = wrapper(names, ""); !more.isEmpty(); more = wrapper(names, wrapping)) {
      wrapping += more;
    }
    return wrapping.isEmpty() ? source : unwrapped(source, wrapping.length());
  }

  private static String wrapper(Set<String> names, String before) {
    return WRAPPERS.stream()
        .filter(w -> !names.isEmpty() && names.stream().allMatch(n -> n.startsWith(before + w)))
        .findFirst()
        .orElse("");
  }

  private static TensorSource unwrapped(TensorSource source, int length) {
    DerivedTensors plain = new DerivedTensors(source);
    source.tensors().keySet().forEach(name -> plain.rename(name, name.substring(length)));
    return plain;
  }

  /**
   * All files of some weights, their sizes and hashes together those of the model.
   *
   * @param path a file of tensors; or an index, which comes first
   * @throws WeightsException when the index cannot be read
   */
  public static List<Path> parts(Path path) {
    return isIndex(path)
        ? Stream.concat(Stream.of(path), ShardedWeights.files(path).stream()).toList()
        : List.of(path);
  }

  private static boolean isIndex(Path path) {
    return String.valueOf(path.getFileName()).endsWith(INDEX);
  }

  static TensorSource file(Path path) {
    boolean torch;
    try (WeightsFile file = WeightsFile.open(path)) {
      torch = TorchFile.isTorch(file);
    }
    return torch ? TorchFile.open(path) : SafetensorsFile.open(path);
  }
}
