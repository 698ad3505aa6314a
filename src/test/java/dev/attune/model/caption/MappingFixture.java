package dev.attune.model.caption;

import ai.djl.ndarray.NDManager;
import dev.attune.weights.SafetensorsFile;
import java.nio.file.Path;

/** The mapping networks of the fixtures. */
public final class MappingFixture {

  private MappingFixture() {}

  /**
   * Loads one.
   *
   * @param width of the language model
   */
  public static MappingNetwork load(Path weights, int width, NDManager manager) {
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      return MappingNetwork.load(file, width, manager);
    }
  }

  /** A tensor's name in the fixtures, which leave the checkpoints' prefix out. */
  public static String name(String parameter) {
    return parameter.substring(MappingConfig.PREFIX.length());
  }
}
