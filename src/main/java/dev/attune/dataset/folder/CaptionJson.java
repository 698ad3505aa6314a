package dev.attune.dataset.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Walks through a caption file in JSON, packed or not, a value at a time. What is not as expected
 * is an error that names line and column.
 */
final class CaptionJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonParser parser;
  private final String source;

  private CaptionJson(JsonParser parser, String source) {
    this.parser = parser;
    this.source = source;
  }

  /** Takes the value that the walk stands at. */
  @FunctionalInterface
  interface Value {
    void read(CaptionJson json) throws IOException;
  }

  /** Takes the value of a field. */
  @FunctionalInterface
  interface Field {
    void read(String name) throws IOException;
  }

  /** Takes an item of a list. */
  @FunctionalInterface
  interface Item {
    void read(int number) throws IOException;
  }

  /** Takes an item of a file's list. */
  @FunctionalInterface
  interface ListItem {
    void read(CaptionJson json, int number) throws IOException;
  }

  /** Reads a file that holds one value. */
  static void read(Path file, Value value) throws IOException {
    String source = file.getFileName().toString();
    try (InputStream content = PackedInput.open(file);
        JsonParser parser = MAPPER.createParser(content)) {
      CaptionJson json = new CaptionJson(parser, source);
      parser.nextToken();
      value.read(json);
      if (parser.nextToken() != null) {
        throw json.bad("there is more behind the end");
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw bad(source, e.getLocation(), "is no sound JSON", e);
    }
  }

  /** Reads a file of values, one after another. */
  static void readLines(Path file, ListItem line) throws IOException {
    read(
        file,
        json -> {
          for (int i = 0; json.parser.currentToken() != null; i++) {
            line.read(json, i);
            json.parser.nextToken();
          }
        });
  }

  /**
   * Reads the items of one list in an object; what else the object has is skipped.
   *
   * @param form what the file should be, for messages
   */
  static void readList(Path file, String list, String form, ListItem item) throws IOException {
    read(
        file,
        json -> {
          boolean[] found = {false};
          json.fields(
              "an object, as in " + form,
              name -> {
                if (name.equals(list)) {
                  found[0] = true;
                  json.items("the list of " + list, i -> item.read(json, i));
                } else {
                  json.skip();
                }
              });
          if (!found[0]) {
            throw json.bad("must have %s, as in %s".formatted(list, form));
          }
        });
  }

  boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  boolean isList() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /** The fields of an object; each value must be read or skipped. */
  void fields(String expected, Field field) throws IOException {
    if (!isObject()) {
      throw bad("must be " + expected);
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      field.read(name);
    }
  }

  /** The items of a list; each must be read or skipped. */
  void items(String expected, Item item) throws IOException {
    if (!isList()) {
      throw bad("must be " + expected);
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      item.read(i);
    }
  }

  /** A text; empty when it is null. */
  String text() {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NULL -> "";
      default -> throw bad("must be a text");
    };
  }

  /** One text, or a list of them. */
  List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    if (isList()) {
      items("a list of texts", i -> texts.add(text()));
    } else {
      texts.add(text());
    }
    return texts;
  }

  /** A whole number, which may be written as 1.0, or a text; empty when it is null. */
  String id() {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT -> parser.getString();
      case VALUE_NUMBER_FLOAT -> whole(parser.getString());
      default -> text();
    };
  }

  private String whole(String number) {
    if (!number.matches("-?\\d+\\.0+")) {
      throw bad("must be a whole number or a text");
    }
    return number.substring(0, number.indexOf('.'));
  }

  /** Some fields of an object, each a text or a whole number; the others are skipped. */
  Map<String, String> values(String expected, Set<String> wanted) throws IOException {
    Map<String, String> values = new HashMap<>();
    fields(
        expected,
        name -> {
          if (wanted.contains(name)) {
            values.put(name, id());
          } else {
            skip();
          }
        });
    return values;
  }

  void skip() {
    parser.skipChildren();
  }

  /** An error at the value that the walk stands at. */
  RegistrationException bad(String what) {
    return bad(source, parser.currentTokenLocation(), what, null);
  }

  private static RegistrationException bad(
      String source, @Nullable TokenStreamLocation at, String what, @Nullable Throwable cause) {
    String where =
        at == null
            ? source
            : "%s, line %d, column %d".formatted(source, at.getLineNr(), at.getColumnNr());
    String message = where + ": " + what;
    return cause == null
        ? new RegistrationException("path", message)
        : new RegistrationException("path", message, cause);
  }
}
