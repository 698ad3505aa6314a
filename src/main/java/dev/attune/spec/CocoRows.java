package dev.attune.spec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the rows of COCO's lists, and names row and field of what is not as it should be. */
final class CocoRows {
  private static final int NAMED = 20;

  private final Problems problems;
  private int found;

  CocoRows(Problems problems) {
    this.problems = problems;
  }

  /**
   * A row of a list.
   *
   * @param at its place in the request
   * @param id a number or a text, as a text
   * @param text beside it; empty where it may be absent and is
   */
  record Row(String at, String id, String text) {}

  /**
   * The rows that can be used.
   *
   * @param name of the list in the request
   * @param id name of the field with an id
   * @param text name of the field with a text
   * @param optional whether the text may be absent
   */
  List<Row> read(@Nullable JsonNode list, String name, String id, String text, boolean optional) {
    List<Row> rows = new ArrayList<>();
    if (list == null || !list.isArray()) {
      bad(name, "must be a list of objects with %s and %s".formatted(id, text));
      return rows;
    }
    for (int i = 0; i < list.size(); i++) {
      JsonNode row = list.get(i);
      String at = "%s[%d]".formatted(name, i);
      String value = id(row.path(id));
      JsonNode words = row.path(text);
      if (!row.isObject()) {
        bad(at, "must be an object with %s and %s".formatted(id, text));
      } else if (value.isEmpty()) {
        bad(at + "." + id, "must be a whole number or a text");
      } else if (!words.isString() && !(optional && words.isMissingNode())) {
        bad(at + "." + text, "must be a text");
      } else {
        rows.add(new Row(at, value, words.asString("")));
      }
    }
    return rows;
  }

  /** A whole number, also one such as 42.0, or a text; empty where it is neither. */
  private static String id(JsonNode node) {
    return node.isNumber() && node.canConvertToExactIntegral()
        ? node.decimalValue().toBigInteger().toString()
        : node.isString() ? node.asString().strip() : "";
  }

  /** Says what is wrong; of very many the first, and that there are more. */
  void bad(String field, String message) {
    found++;
    if (found <= NAMED) {
      problems.add(field, message);
    } else if (found == NAMED + 1) {
      problems.add("body", "more than %d rows are wrong".formatted(NAMED));
    }
  }
}
