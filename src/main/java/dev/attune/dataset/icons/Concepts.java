package dev.attune.dataset.icons;

import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The everyday things the built-in pictures show, and how each icon family draws them. Read from
 * {@code concepts.csv}: one row a concept, one column a family, each cell Ikonli's name of the icon
 * or empty where the family has none that means the same.
 */
public final class Concepts {

  static final String RESOURCE = "/dev/attune/builtin/concepts.csv";

  private static final class Holder {
    static final Concepts INSTANCE = read();
  }

  private final List<String> names;
  private final List<Map<IconFamily, String>> icons;
  private final List<Map<IconFamily, Path2D>> outlines;
  private final String source;

  private Concepts(
      List<String> names,
      List<Map<IconFamily, String>> icons,
      List<Map<IconFamily, Path2D>> outlines,
      String source) {
    this.names = Collections.unmodifiableList(names);
    this.icons = icons;
    this.outlines = outlines;
    this.source = source;
  }

  /** The table; the fonts are read at the first call. */
  public static Concepts get() {
    return Holder.INSTANCE;
  }

  /** Names of the concepts, in the order of their class labels. */
  public List<String> names() {
    return names;
  }

  public int size() {
    return names.size();
  }

  /** The families that draw a concept, of those given, in their order. */
  public List<IconFamily> families(int concept, List<IconFamily> among) {
    return among.stream().filter(icons.get(concept)::containsKey).toList();
  }

  /** Ikonli's names of a concept's icons, by family. */
  Map<IconFamily, String> icons(int concept) {
    return Collections.unmodifiableMap(icons.get(concept));
  }

  /**
   * A concept's outline: centred on the origin, the longer side 1, y down. Shared, not to be
   * changed.
   *
   * @throws IllegalArgumentException when the family does not draw the concept
   */
  Path2D outline(int concept, IconFamily family) {
    Path2D outline = outlines.get(concept).get(family);
    if (outline == null) {
      throw new IllegalArgumentException(family.title() + " does not draw " + names.get(concept));
    }
    return outline;
  }

  /** The table's text, which decides the pictures and so belongs into every fingerprint. */
  String source() {
    return source;
  }

  private static Concepts read() {
    String text;
    try (InputStream in =
        Objects.requireNonNull(Concepts.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
    return parse(text);
  }

  static Concepts parse(String text) {
    List<String> lines = text.lines().toList();
    List<IconFamily> columns = columns(lines.get(0));
    List<String> names = new ArrayList<>();
    List<Map<IconFamily, String>> icons = new ArrayList<>();
    List<Map<IconFamily, Path2D>> outlines = new ArrayList<>();
    try (IconFont font = new IconFont()) {
      for (int row = 1; row < lines.size(); row++) {
        String[] cells = lines.get(row).split(",", -1);
        if (cells.length != columns.size() + 1) {
          throw new IllegalArgumentException(
              "%s line %d has %d cells, the head has %d"
                  .formatted(RESOURCE, row + 1, cells.length, columns.size() + 1));
        }
        Map<IconFamily, String> icon = new EnumMap<>(IconFamily.class);
        Map<IconFamily, Path2D> outline = new EnumMap<>(IconFamily.class);
        for (int i = 0; i < columns.size(); i++) {
          if (!cells[i + 1].isEmpty()) {
            icon.put(columns.get(i), cells[i + 1]);
            outline.put(columns.get(i), font.outline(cells[i + 1]));
          }
        }
        names.add(cells[0]);
        icons.add(icon);
        outlines.add(outline);
      }
    }
    return new Concepts(names, icons, outlines, text);
  }

  private static List<IconFamily> columns(String head) {
    List<IconFamily> columns = new ArrayList<>();
    String[] cells = head.split(",", -1);
    for (int i = 1; i < cells.length; i++) {
      String title = cells[i];
      columns.add(
          Arrays.stream(IconFamily.values())
              .filter(f -> f.title().equals(title))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException(RESOURCE + ": no family '" + title + "'")));
    }
    return columns;
  }
}
