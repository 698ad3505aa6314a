package dev.attune.spec;

import dev.attune.prompt.PromptList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values that had another form: what was stored so, or is still asked for so, means the same. */
final class Renamed {
  private static final String PROMPTS = "prompts";

  private Renamed() {}

  /** Gives values the form that they have now. */
  static void upgrade(String type, ObjectNode values) {
    JsonNode number = values.get(PROMPTS);
    if (number == null || !number.isIntegralNumber()) {
      return;
    }
    if (type.equals("dynaprompt") && !values.has("poolSize")) {
      values.remove(PROMPTS);
      values.set("poolSize", number);
    } else if (type.equals("watt")) {
      List<String> eight =
          PromptList.builtIn().stream()
              .filter(list -> list.name().equals("watt-8"))
              .findFirst()
              .orElseThrow()
              .templates();
      if (number.asInt() >= 1 && number.asInt() <= eight.size()) {
        values.set(
            PROMPTS, number.asInt() == eight.size() ? names("watt-8") : first(eight, number));
      }
    }
  }

  private static ArrayNode names(String name) {
    return OptionJson.NODES.arrayNode().add(name);
  }

  private static ArrayNode first(List<String> templates, JsonNode number) {
    ArrayNode first = OptionJson.NODES.arrayNode();
    templates.subList(0, number.asInt()).forEach(first::add);
    return first;
  }
}
