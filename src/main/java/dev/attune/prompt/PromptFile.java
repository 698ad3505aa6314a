package dev.attune.prompt;

import dev.attune.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON file of somebody's own: a list of templates, or an object with a text or a list of texts
 * for each class.
 *
 * @param name without {@code .json}
 */
record PromptFile(String name, Path path) {
  /** Fifty sentences for each of twenty thousand classes fit. */
  private static final int MOST_BYTES = 64 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Of its bytes. */
  String sha256() {
    return Sha256.of(bytes());
  }

  /**
   * What it says.
   *
   * @throws PromptException when it cannot be read, or is no such file
   */
  List<Prompt> prompts() {
    JsonNode tree = tree();
    if (tree instanceof ObjectNode object) {
      return List.of(new Prompt.Descriptions(name, descriptions(object)));
    }
    List<Prompt> templates = new ArrayList<>();
    for (String text : texts(tree, "it")) {
      try {
        templates.add(new Prompt.Template(text));
      } catch (PromptException e) {
        throw new PromptException(
            "%s: template %d, %s".formatted(name, templates.size() + 1, e.getMessage()));
      }
    }
    return templates;
  }

  private Map<String, List<String>> descriptions(ObjectNode object) {
    Map<String, List<String>> texts = new HashMap<>();
    object
        .properties()
        .forEach(
            p -> {
              if (texts.put(Prompt.Descriptions.key(p.getKey()), texts(p.getValue(), p.getKey()))
                  != null) {
                throw new PromptException("%s names %s twice".formatted(name, p.getKey()));
              }
            });
    if (texts.isEmpty()) {
      throw new PromptException("%s is empty".formatted(name));
    }
    return texts;
  }

  /**
   * One text, or several.
   *
   * @param of whose they are, for messages
   */
  private List<String> texts(JsonNode node, String of) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node.isArray() ? node : List.of(node)) {
      if (!item.isString() || item.asString().isBlank()) {
        throw new PromptException(
            "%s is no JSON of texts: a list of templates, or an object with texts for each class (%s)"
                .formatted(name, of.equals("it") ? item.getNodeType() : of));
      }
      texts.add(item.asString().strip());
    }
    if (texts.isEmpty()) {
      throw new PromptException(
          "%s has no texts%s".formatted(name, of.equals("it") ? "" : " for " + of));
    }
    return texts;
  }

  private JsonNode tree() {
    try {
      return JSON.readTree(bytes());
    } catch (JacksonException e) {
      throw new PromptException("%s is no JSON: %s".formatted(name, e.getOriginalMessage()));
    }
  }

  private byte[] bytes() {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new PromptException("%s is larger than %d MB".formatted(name, MOST_BYTES >> 20));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new PromptException("%s is not there any more".formatted(name));
    } catch (IOException e) {
      throw new PromptException("%s cannot be read".formatted(name));
    }
  }
}
