package dev.attune.weights;

import java.nio.file.Path;

/** Opens weights of any format. */
public final class WeightFiles {
  private static final String INDEX = ".index.json";

  private WeightFiles() {}

  /**
   * Opens a file by what it begins with, whatever it is called: PyTorch's, or safetensors. An index
   * of several safetensors files ({@code *.index.json}) opens them all.
   *
   * @throws WeightsException when it is none of these, truncated or hostile
   */
  public static TensorSource open(Path path) {
    if (String.valueOf(path.getFileName()).endsWith(INDEX)) {
      return ShardedSafetensors.open(path);
    }
    boolean torch;
    try (WeightsFile file = WeightsFile.open(path)) {
      torch = TorchFile.isTorch(file);
    }
    return torch ? TorchFile.open(path) : SafetensorsFile.open(path);
  }
}
