package dev.attune.form;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as it was typed. A field has the name that the API's problems have for it, such as
 * {@code method.sampleK}; what is blank is not given.
 *
 * @param <T> the request
 */
public final class Form<T extends Record> {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .build();

  private final Class<T> type;
  private final MultiValueMap<String, String> values;
  private final Map<String, String> problems = new LinkedHashMap<>();

  public Form(Class<T> type, MultiValueMap<String, String> values) {
    this.type = type;
    this.values = values;
  }

  /** A form that shows a request, or whatever has fields of the same names. */
  public static <T extends Record> Form<T> of(Class<T> type, Object shown) {
    MultiValueMap<String, String> values = new LinkedMultiValueMap<>();
    flatten("", JSON.valueToTree(shown), values);
    return new Form<>(type, values);
  }

  private static void flatten(String path, JsonNode node, MultiValueMap<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              p ->
                  flatten(
                      path.isEmpty() ? p.getKey() : path + "." + p.getKey(), p.getValue(), values));
    } else if (node.isArray()) {
      node.forEach(item -> flatten(path, item, values));
    } else if (!node.isNull()) {
      values.add(path, node.asString());
    }
  }

  /** What was typed into a field, empty when nothing was. */
  public String value(String field) {
    String first = values.getFirst(field);
    return first == null ? "" : first;
  }

  /** What was typed into a field of several lines. */
  public String lines(String field) {
    return String.join("\n", values.getOrDefault(field, List.of()));
  }

  /** Whether a value of a list is chosen. */
  public boolean chosen(String field, String value) {
    return values.getOrDefault(field, List.of()).contains(value);
  }

  /** All that is wrong, by field. */
  public Map<String, String> problems() {
    return problems;
  }

  /** Names a problem; the first message for a field stays. */
  public void reject(String field, String message) {
    problems.putIfAbsent(field, message);
  }

  /**
   * Rejects fields that are unknown, and forgets them.
   *
   * @param known those of the request, for the message
   * @param others names that are no fields of the request and yet belong here
   */
  public void rejectUnknown(Collection<String> known, Set<String> others) {
    for (String name : List.copyOf(values.keySet())) {
      if (!known.contains(name)) {
        values.remove(name);
        if (!others.contains(name)) {
          reject(name, "unknown field; known are " + String.join(", ", known));
        }
      }
    }
  }

  /** What was typed into fields whose names begin with something, by the rest of their names. */
  public Map<String, List<String>> below(String prefix) {
    Map<String, List<String>> below = new LinkedHashMap<>();
    values.forEach(
        (name, typed) -> {
          if (name.startsWith(prefix)) {
            below.put(name.substring(prefix.length()), typed);
          }
        });
    return below;
  }

  /** Puts texts into a field, in the place of what was typed. */
  public void show(String field, List<String> texts) {
    values.put(field, new ArrayList<>(texts));
  }

  /**
   * The request, without what stands below it under names with dots. What cannot be read is left
   * out of it and named among the problems.
   */
  public T request() {
    MultiValueMap<String, String> readable = new LinkedMultiValueMap<>(values);
    readable.keySet().removeIf(name -> name.indexOf('.') >= 0);
    while (true) {
      try {
        return JSON.treeToValue(tree(readable), type);
      } catch (MismatchedInputException e) {
        String field = path(e);
        if (readable.remove(field) == null) {
          throw e;
        }
        reject(field, "must be " + wanted(e.getTargetType()));
      }
    }
  }

  private static ObjectNode tree(MultiValueMap<String, String> values) {
    ObjectNode root = JSON.createObjectNode();
    values.forEach(
        (field, all) -> {
          List<String> given = all.stream().filter(v -> !v.isBlank()).toList();
          if (given.size() == 1) {
            root.put(field, given.get(0));
          } else if (!given.isEmpty()) {
            given.forEach(root.putArray(field)::add);
          }
        });
    return root;
  }

  private static String path(JacksonException e) {
    return e.getPath().stream()
        .map(JacksonException.Reference::getPropertyName)
        .filter(name -> name != null)
        .collect(Collectors.joining("."));
  }

  private static String wanted(@Nullable Class<?> type) {
    if (type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    return type == Double.class ? "a number" : "one value of its kind";
  }
}
