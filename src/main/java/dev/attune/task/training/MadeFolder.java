package dev.attune.task.training;

import dev.attune.hub.ModelHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The folder of a model that was trained here: its weights, and the card that tells of them. */
public record MadeFolder(Path path) {
  private static final String WEIGHTS = "model.safetensors";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Writes what belongs into a folder. */
  @FunctionalInterface
  interface Filling {
    void into(MadeFolder folder) throws IOException;
  }

  /**
   * Puts a model together and installs it, whole or not at all.
   *
   * @throws dev.attune.hub.HubException when the name is taken by another model
   */
  static void install(ModelHub hub, Path scratch, String name, Filling filling) throws IOException {
    Files.createDirectories(scratch);
    MadeFolder folder = new MadeFolder(Files.createTempDirectory(scratch, name));
    try {
      filling.into(folder);
      hub.importOnce(folder.path(), name);
    } finally {
      for (Path file : List.of(folder.weights(), folder.card(), folder.path())) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Path card() {
    return path.resolve("card.json");
  }

  public Path weights() {
    return path.resolve(WEIGHTS);
  }

  /**
   * Writes the card.
   *
   * @param more what only this kind of model has
   */
  public void writeCard(String kind, String description, Map<String, Object> more)
      throws IOException {
    Map<String, Object> card = new TreeMap<>(more);
    card.put("kind", kind);
    card.put("role", "policy");
    card.put("description", description);
    card.put("source", "trained by Attune");
    card.put("weights", WEIGHTS);
    Files.writeString(card(), JSON.writeValueAsString(card) + "\n");
  }
}
