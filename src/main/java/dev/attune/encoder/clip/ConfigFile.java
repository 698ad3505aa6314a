package dev.attune.encoder.clip;

import dev.attune.weights.FileSource;
import dev.attune.weights.WeightsException;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A checkpoint's configuration; its fields are named in full in messages. */
public record ConfigFile(String name, JsonNode root) {
  private static final int MAX_BYTES = 1 << 20;

  /**
   * Reads a file.
   *
   * @throws WeightsException when it is missing, or not a JSON object
   */
  public static ConfigFile read(FileSource files, String name) {
    byte[] json = files.find(name).orElse(null);
    if (json == null || json.length > MAX_BYTES) {
      throw new WeightsException(name, "is missing, or too large for a configuration");
    }
    try {
      JsonNode root = JsonMapper.shared().readTree(json);
      if (!root.isObject()) {
        throw new WeightsException(name, "is not a JSON object");
      }
      return new ConfigFile(name, root);
    } catch (JacksonException e) {
      throw new WeightsException(name, "cannot be read as JSON", e);
    }
  }

  /** A field of a section, missing where either is. */
  public JsonNode at(String section, String field) {
    return root.path(section).path(field);
  }

  /**
   * A positive whole number.
   *
   * @param otherwise the value of an absent field
   */
  public int number(String section, String field, int otherwise) {
    JsonNode node = at(section, field);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isInt() || node.asInt() < 1) {
      throw bad(section, field, "is not a positive number");
    }
    return node.asInt();
  }

  /** A section's width divided by its number of heads, 64 when either is absent. */
  int headWidth(String section, String width, String heads) {
    int w = number(section, width, 0);
    int h = number(section, heads, 0);
    if (w == 0 || h == 0) {
      return ClipCheckpoint.HeadWidths.STANDARD.text();
    }
    if (w % h != 0) {
      throw bad(section, heads, "does not divide " + width);
    }
    return w / h;
  }

  /**
   * Refuses settings that would change the network in a way this program does not compute.
   *
   * @param known the settings of a section that it follows, or that change nothing
   */
  public void allowOnly(String section, Set<String> known) {
    for (var entry : root.path(section).properties()) {
      if (!known.contains(entry.getKey()) && !entry.getValue().isNull()) {
        throw bad(section, entry.getKey(), "is a setting that is not supported");
      }
    }
  }

  /** What is to be thrown because of a field. */
  public WeightsException bad(String section, String field, String problem) {
    return new WeightsException(name, "%s.%s %s".formatted(section, field, problem));
  }
}
