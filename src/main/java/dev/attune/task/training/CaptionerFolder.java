package dev.attune.task.training;

import dev.attune.hub.CaptionerParts;
import dev.attune.hub.ModelCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of a captioner that was trained here: its weights, and the card that tells of them.
 */
public record CaptionerFolder(Path path) {
  private static final String WEIGHTS = "model.safetensors";
  private static final String METHOD = "rlcf-caption";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public Path card() {
    return path.resolve("card.json");
  }

  public Path weights() {
    return path.resolve(WEIGHTS);
  }

  /**
   * Writes the card. What adapts a captioner well depends on the models that it stands between: the
   * values are those of a captioner between the same ones, where there is one.
   *
   * @param description how it was trained, for people
   */
  public void writeCard(CaptionerParts parts, String description, ModelCatalog models)
      throws IOException {
    Map<String, Object> adapts =
        models.list().stream()
            .filter(m -> parts.equals(m.captioner()) && m.defaults().containsKey(METHOD))
            .findFirst()
            .map(m -> m.defaults().get(METHOD))
            .orElse(Map.of());
    Map<String, Object> card =
        Map.of(
            "kind",
            "captioner",
            "role",
            "policy",
            "description",
            description,
            "source",
            "trained by Attune",
            "weights",
            WEIGHTS,
            "captioner",
            parts,
            "defaults",
            Map.of(METHOD, adapts));
    Files.writeString(card(), JSON.writeValueAsString(card) + "\n");
  }
}
