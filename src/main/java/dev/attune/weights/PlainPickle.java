package dev.attune.weights;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Pickles of maps, lists, texts and numbers; read as those of weights, so that nothing is run. */
public final class PlainPickle {
  private PlainPickle() {}

  /**
   * Reads one.
   *
   * @return maps, lists, arrays for tuples, texts and numbers
   * @throws WeightsException when it is no pickle, truncated, hostile, or of more than that
   */
  public static @Nullable Object read(Path file) {
    try (WeightsFile content = WeightsFile.open(file)) {
      return TorchUnpickler.read(content, "the pickle", 0, content.size()).value();
    }
  }
}
