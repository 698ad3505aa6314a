package dev.attune.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A list of templates that a paper took.
 *
 * @param source the paper, and where in its code the list stands
 */
public record PromptList(String name, String title, String source, List<String> templates) {
  private static final String RESOURCE = "/dev/attune/prompts/lists.json";

  public PromptList {
    templates = List.copyOf(templates);
  }

  /** Those of this program. */
  public static List<PromptList> builtIn() {
    try (InputStream json = PromptList.class.getResourceAsStream(RESOURCE)) {
      if (json == null) {
        throw new IllegalStateException("the application lacks its resource " + RESOURCE);
      }
      return List.of(JsonMapper.shared().readValue(json, PromptList[].class));
    } catch (IOException e) {
      throw new UncheckedIOException("the lists of prompts cannot be read", e);
    }
  }

  /** As prompts. */
  List<Prompt> prompts() {
    return templates.stream().<Prompt>map(Prompt.Template::new).toList();
  }
}
