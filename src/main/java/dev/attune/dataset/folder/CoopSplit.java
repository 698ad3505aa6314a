package dev.attune.dataset.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * CoOp's split of a fine-grained set: {@code {"train": [[file, label, class name], ...], "val":
 * ..., "test": ...}}. The classes are those of all splits, the samples those of the test split.
 */
final class CoopSplit {
  private static final String TEST = "test";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path root;
  private final Path json;

  CoopSplit(Path root) throws IOException {
    this.root = root;
    json =
        OnlyFile.of(
            root, n -> n.startsWith("split_zhou_") && n.endsWith(".json"), "split_zhou_*.json");
  }

  Listing read() throws IOException {
    NumberedClasses classes = new NumberedClasses();
    forEachItem((where, split, file, label, name) -> classes.add(where, label, name));
    ListedFiles.Rows rows =
        visitor ->
            forEachItem(
                (where, split, file, label, name) -> {
                  if (split.equals(TEST)) {
                    visitor.row(where, file, label);
                  }
                });
    return ListedFiles.check(
        root, rows, classes.names(), List.of("class names are from " + json.getFileName()));
  }

  private interface ItemVisitor {
    void item(String where, String split, String file, int label, String name) throws IOException;
  }

  private void forEachItem(ItemVisitor visitor) throws IOException {
    String source = json.getFileName().toString();
    try (JsonParser parser = MAPPER.createParser(json.toFile())) {
      expect(parser.nextToken() == JsonToken.START_OBJECT, source, "must hold an object of splits");
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String split = parser.currentName();
        expect(
            parser.nextToken() == JsonToken.START_ARRAY,
            source + ", " + split,
            "must be a list of samples");
        int number = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          item(parser, "%s, %s, sample %d".formatted(source, split, number++), split, visitor);
        }
      }
    } catch (JacksonException e) {
      throw new RegistrationException("path", source + " is no sound JSON", e);
    }
  }

  private static void item(JsonParser parser, String where, String split, ItemVisitor visitor)
      throws IOException {
    String what = "must be [file, label, class name]";
    expect(parser.currentToken() == JsonToken.START_ARRAY, where, what);
    expect(parser.nextToken() == JsonToken.VALUE_STRING, where, what);
    String file = parser.getString();
    expect(parser.nextToken().isNumeric(), where, what);
    int label = parser.getIntValue();
    expect(parser.getDoubleValue() == label, where, what);
    expect(parser.nextToken() == JsonToken.VALUE_STRING, where, what);
    String name = parser.getString();
    expect(parser.nextToken() == JsonToken.END_ARRAY, where, what);
    visitor.item(where, split, file, label, name);
  }

  private static void expect(boolean holds, String where, String what) {
    if (!holds) {
      throw new RegistrationException("path", where + ": " + what);
    }
  }
}
