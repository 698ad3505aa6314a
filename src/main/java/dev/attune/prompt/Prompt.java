package dev.attune.prompt;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an encoder reads in the place of a class. */
public sealed interface Prompt {
  /** Where a class's name is put. */
  String PLACE = "{}";

  /**
   * The texts of a class; none where nothing is said of it.
   *
   * @param className underscores stand for blanks
   */
  List<String> of(String className);

  private static String words(String className) {
    return className.replace('_', ' ');
  }

  /**
   * A text with a place for the class.
   *
   * @param text such as {@code a photo of a {}.}
   */
  record Template(String text) implements Prompt {
    public Template {
      if (!text.contains(PLACE)) {
        throw new PromptException(
            "'%s' has no place for the class: write {} where its name goes".formatted(text));
      }
    }

    @Override
    public List<String> of(String className) {
      return List.of(text.replace(PLACE, words(className)));
    }
  }

  /**
   * What a file says of each class; a place in it is the class's, too.
   *
   * @param file its name
   * @param texts by the classes' {@linkplain #key keys}
   */
  record Descriptions(String file, Map<String, List<String>> texts) implements Prompt {
    public Descriptions {
      texts = Map.copyOf(texts);
    }

    /** By which a class is found: in words, whatever the case. */
    static String key(String className) {
      return words(className).strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> of(String className) {
      return texts.getOrDefault(key(className), List.of()).stream()
          .map(t -> t.replace(PLACE, words(className)))
          .toList();
    }
  }
}
