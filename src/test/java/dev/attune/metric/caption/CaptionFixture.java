package dev.attune.metric.caption;

import dev.attune.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The captions of the fixture {@code caption_metrics} and their scores. */
final class CaptionFixture {
  static final Fixtures.Case CASE = Fixtures.single("caption_metrics");

  private CaptionFixture() {}

  static JsonNode json() {
    Path file = CASE.folder().resolve("captions.json");
    if (!Files.isRegularFile(file)) {
      throw new AssertionError("fixture file is missing: " + file);
    }
    return JsonMapper.shared().readTree(file.toFile());
  }

  static List<JsonNode> images() {
    return json().path("images").valueStream().toList();
  }

  static String caption(JsonNode image) {
    return image.path("caption").asString();
  }

  static List<String> references(JsonNode image) {
    return image.path("references").valueStream().map(JsonNode::asString).toList();
  }
}
