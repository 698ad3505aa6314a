package dev.attune.dataset.folder;

import dev.attune.text.Blanks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names of classes from a file beside the data.
 *
 * @param byFolder names by folder, in the order of the file
 */
record ClassNames(String source, Map<String, String> byFolder) {
  private static final String TEXT = "classnames.txt";
  private static final List<String> JSON = List.of("classnames.json", "imagenet_class_index.json");
  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * Looks in the folder and in the one that holds it, for {@code classnames.txt} (lines of a folder
   * and its name, as CoOp has it), {@code classnames.json} ({@code {"n01440764": "tench"}}) or
   * {@code imagenet_class_index.json} ({@code {"0": ["n01440764", "tench"]}}).
   *
   * @throws RegistrationException when such a file cannot be understood, naming the line
   */
  static Optional<ClassNames> beside(Path root, Path bound) throws IOException {
    for (Path folder = root; folder != null && folder.startsWith(bound); ) {
      Path text = folder.resolve(TEXT);
      if (Files.isRegularFile(text)) {
        return Optional.of(text(text));
      }
      for (String name : JSON) {
        if (Files.isRegularFile(folder.resolve(name))) {
          return Optional.of(json(folder.resolve(name)));
        }
      }
      folder = folder.equals(root) ? root.getParent() : null;
    }
    return Optional.empty();
  }

  private static ClassNames text(Path file) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    try (BufferedReader reader = Utf8File.open(file)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String[] parts = line.strip().split("\\s+", 2);
        if (parts.length == 2) {
          put(names, parts[0], parts[1], TEXT + ", line " + number);
        } else if (!line.isBlank()) {
          throw bad(TEXT + ", line " + number, "needs a folder and a name");
        }
      }
    }
    return new ClassNames(TEXT, names);
  }

  private static ClassNames json(Path file) throws IOException {
    String source = file.getFileName().toString();
    JsonNode root;
    try {
      root = MAPPER.readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new RegistrationException("path", source + " is no sound JSON", e);
    }
    if (!root.isObject()) {
      throw bad(source, "must hold an object of folders and names");
    }
    Map<String, String> names = new LinkedHashMap<>();
    Map<Integer, JsonNode> numbered = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      JsonNode value = entry.getValue();
      String where = "%s, %s".formatted(source, entry.getKey());
      if (value.isString()) {
        put(names, entry.getKey(), value.stringValue(), where);
      } else if (entry.getKey().matches("\\d{1,6}") && value.isArray() && value.size() == 2) {
        numbered.put(Integer.parseInt(entry.getKey()), value);
      } else {
        throw bad(where, "must be a name, or a number with a folder and a name");
      }
    }
    numbered.forEach(
        (number, pair) ->
            put(names, pair.get(0).asString(), pair.get(1).asString(), source + ", " + number));
    return new ClassNames(source, names);
  }

  private static void put(Map<String, String> names, String folder, String name, String where) {
    String plain = Blanks.plain(name);
    if (plain.isEmpty()) {
      throw bad(where, "has an empty name");
    }
    if (names.putIfAbsent(folder, plain) != null) {
      throw bad(where, "names the folder %s again".formatted(folder));
    }
  }

  private static RegistrationException bad(String where, String what) {
    return new RegistrationException("path", where + ": " + what);
  }
}
