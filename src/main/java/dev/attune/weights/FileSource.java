package dev.attune.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files that stand beside a model's weights, by name, wherever they lie. */
@FunctionalInterface
public interface FileSource {
  /** More than any configuration or tokeniser has: 64 MB. */
  long MAX_BYTES = 64 << 20;

  /**
   * A file's content; empty where there is none.
   *
   * @throws WeightsException when it is too large, or cannot be read
   */
  Optional<byte[]> find(String name);

  /** Whether there is a file of this name. */
  default boolean has(String name) {
    return find(name).isPresent();
  }

  /** The files of a folder. */
  static FileSource in(Path folder) {
    return name -> {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      try {
        if (Files.size(file) > MAX_BYTES) {
          throw new WeightsException(name, "is too large");
        }
        return Optional.of(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new WeightsException(name, "cannot be read", e);
      }
    };
  }
}
