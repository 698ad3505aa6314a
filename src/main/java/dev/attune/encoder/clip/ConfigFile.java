package dev.attune.encoder.clip;

import dev.attune.weights.FileSource;
import dev.attune.weights.WeightsException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
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
    return section(section).path(field);
  }

  private JsonNode section(String section) {
    return section.isEmpty() ? root : root.path(section);
  }

  /** Whether a field says something. */
  boolean isGiven(JsonNode field) {
    return !field.isMissingNode() && !field.isNull();
  }

  /** A yes or no. */
  boolean flag(String section, String field, boolean otherwise) {
    JsonNode node = at(section, field);
    if (isGiven(node) && !node.isBoolean()) {
      throw bad(section, field, "is neither true nor false");
    }
    return isGiven(node) ? node.asBoolean() : otherwise;
  }

  /** What one of several names stands for. */
  <T> T choice(String section, String field, String otherwise, Map<String, T> choices) {
    JsonNode node = at(section, field);
    String name = isGiven(node) ? node.asString("") : otherwise;
    T choice = choices.get(name);
    if (choice == null) {
      String names = String.join(" or ", new TreeSet<>(choices.keySet()));
      throw bad(section, field, "should be %s, and is '%s'".formatted(names, name));
    }
    return choice;
  }

  /** Three numbers, of red, green and blue; or one for all of them. */
  float[] channels(String section, String field, IntToDoubleFunction otherwise) {
    JsonNode node = at(section, field);
    float[] values = new float[3];
    for (int c = 0; c < 3; c++) {
      JsonNode value = node.isArray() && node.size() == 3 ? node.get(c) : node;
      if (isGiven(node) && !value.isNumber()) {
        throw bad(section, field, "is neither a number nor three");
      }
      values[c] = (float) (isGiven(node) ? value.asDouble() : otherwise.applyAsDouble(c));
    }
    return values;
  }

  /** The same, by which something is divided. */
  float[] deviations(String section, String field, IntToDoubleFunction otherwise) {
    float[] values = channels(section, field, otherwise);
    for (float value : values) {
      if (!(value > 0)) {
        throw bad(section, field, "should be above 0");
      }
    }
    return values;
  }

  /**
   * A positive whole number.
   *
   * @param otherwise the value of an absent field
   */
  public int number(String section, String field, int otherwise) {
    JsonNode node = at(section, field);
    if (!isGiven(node)) {
      return otherwise;
    }
    if (!node.isInt() || node.asInt() < 1) {
      throw bad(section, field, "is not a positive number");
    }
    return node.asInt();
  }

  /**
   * The width of one attention head.
   *
   * @param width of all heads together
   * @param otherwise how many heads there are where the field is absent
   */
  int headWidth(String section, String heads, int width, int otherwise) {
    int number = number(section, heads, otherwise);
    if (width % number != 0) {
      throw bad(section, heads, "does not divide the width %d".formatted(width));
    }
    return width / number;
  }

  /**
   * The side of a network's square input, stated as one number or as two.
   *
   * @return null when it is not stated
   */
  @Nullable Integer side(String section, String field) {
    JsonNode node = at(section, field);
    if (!isGiven(node)) {
      return null;
    }
    JsonNode side = node.isArray() ? node.path(0) : node;
    if (!side.isInt() || side.asInt() < 1) {
      throw bad(section, field, "is not a positive number");
    }
    if (node.isArray() && node.valueStream().anyMatch(n -> !n.equals(side))) {
      throw bad(section, field, "is %s: only square pictures are supported".formatted(node));
    }
    return side.asInt();
  }

  /**
   * Refuses settings that would change the network in a way this program does not compute. What is
   * switched off changes nothing.
   *
   * @param known the settings of a section that it follows, or that change nothing
   */
  public void allowOnly(String section, Set<String> known) {
    for (var entry : section(section).properties()) {
      JsonNode value = entry.getValue();
      boolean off = value.isNull() || (value.isBoolean() && !value.asBoolean());
      if (!known.contains(entry.getKey()) && !off) {
        throw bad(section, entry.getKey(), "is a setting that is not supported");
      }
    }
  }

  /** What is to be thrown because of a field. */
  public WeightsException bad(String section, String field, String problem) {
    return new WeightsException(
        name, "%s%s %s".formatted(section.isEmpty() ? "" : section + ".", field, problem));
  }
}
