package dev.attune.dataset.icons;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of every built-in caption, class name and prompt, also of the clips that move, and
 * their ids: padding 0, unknown 1, punctuation and words in alphabetical order, then the start and,
 * as the highest id, the end of a text.
 */
public final class Vocabulary {

  public static final String PAD = "<pad>";
  public static final String UNKNOWN = "<unk>";
  public static final String START = "<|startoftext|>";
  public static final String END = "<|endoftext|>";

  /** Articles, verbs, prepositions and the like, for stills and for clips. */
  private static final String COMMON =
      """
      . , : ; ! ? ' - ( )
      a an the this that these it its one two three four five some many no not other another
      and or but with without together alone while then first next last after before
      photo picture image drawing sketch painting icon sign view clip video scene frame outline
      is are was has be there here we see shows show showing shown can which of what who
      pair set thing things object objects nothing everything color colored
      small large big little tiny huge medium bright dark pale smaller larger bigger same different
      on in at to from by into onto over under above below between beside next near behind front
      left right top bottom middle center side corner edge up down of off out through across
      around along toward towards away inside outside background foreground
      plain shaded glowing striped cloudy spotted checkered ringed tiled speckled blurry colorful
      move moves moving moved go goes going come comes coming way slide slides sliding
      drift drifts drifting fly flies flying fall falls falling rise rises rising drop drops
      dropping jump jumps jumping bounce bounces bouncing cross crosses crossing pass passes passing
      meet meets meeting follow follows following chase chases chasing leave leaves leaving
      enter enters entering return returns returning stop stops stopping start starts starting
      stay stays staying stand stands standing still rest rests resting wait waits waiting
      turn turns turning spin spins spinning rotate rotates rotating roll rolls rolling
      swing swings swinging tilt tilts tilting shake shakes shaking
      grow grows growing get gets getting become becomes becoming shrink shrinks shrinking
      appear appears appearing disappear disappears disappearing vanish vanishes vanishing
      fade fades fading change changes changing blink blinks blinking
      slowly quickly fast slow suddenly straight back forth again twice once clockwise
      counterclockwise horizontally vertically diagonally upwards downwards circle line path
      """;

  private static final Map<String, Integer> IDS = build();

  private Vocabulary() {}

  /** Every token with its id, in the order of the ids, which run from 0 without gaps. */
  public static Map<String, Integer> ids() {
    return IDS;
  }

  private static Map<String, Integer> build() {
    return numbered(List.of(PAD, UNKNOWN), List.of(START, END));
  }

  /** All words with their ids, between special tokens. */
  static Map<String, Integer> numbered(List<String> before, List<String> behind) {
    TreeSet<String> words = new TreeSet<>();
    add(words, COMMON);
    Concepts.get().names().forEach(n -> add(words, n));
    Stream.of(Colour.values()).forEach(c -> words.add(c.word()));
    Stream.of(Size.values()).forEach(s -> words.add(s.name().toLowerCase(Locale.ROOT)));
    Stream.of(Place.values()).forEach(p -> add(words, p.phrase()));
    Stream.of(Background.values()).forEach(b -> words.add(b.word()));
    Stream.of(Scene.Relation.values()).forEach(r -> add(words, r.phrase()));
    Stream.of(Motion.values())
        .forEach(m -> add(words, m.finite() + " " + m.continuous() + " " + m.loose()));
    Map<String, Integer> ids = new LinkedHashMap<>();
    before.forEach(token -> ids.put(token, ids.size()));
    words.forEach(w -> ids.put(w, ids.size()));
    behind.forEach(token -> ids.put(token, ids.size()));
    return Collections.unmodifiableMap(ids);
  }

  private static void add(TreeSet<String> words, String text) {
    for (String word : text.split("\\s+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
  }

  /**
   * The tokeniser as a {@code tokenizer.json} of Hugging Face's tokenizers: lower case, split at
   * blanks and punctuation, one token a word, start and end added.
   */
  public static String tokenizerJson() {
    return """
        {
          "version": "1.0",
          "truncation": null,
          "padding": null,
          "added_tokens": [
        %s
          ],
          "normalizer": {"type": "Lowercase"},
          "pre_tokenizer": {"type": "BertPreTokenizer"},
          "post_processor": {
            "type": "TemplateProcessing",
            "single": [%s, %s, %s],
            "pair": [%s, %s, %s, %s],
            "special_tokens": {
        %s,
        %s
            }
          },
          "decoder": null,
          "model": {
            "type": "WordLevel",
            "unk_token": "%s",
            "vocab": {
        %s
            }
          }
        }
        """
        .formatted(
            added(IDS, List.of(PAD, UNKNOWN, START, END)),
            special(START),
            sequence("A"),
            special(END),
            special(START),
            sequence("A"),
            sequence("B"),
            special(END),
            definition(START),
            definition(END),
            UNKNOWN,
            vocabulary(IDS));
  }

  /** The vocabulary's entries in a {@code tokenizer.json}. */
  static String vocabulary(Map<String, Integer> ids) {
    return ids.entrySet().stream()
        .map(e -> "      \"%s\": %d".formatted(escaped(e.getKey()), e.getValue()))
        .collect(Collectors.joining(",\n"));
  }

  /** The special tokens' entries in a {@code tokenizer.json}. */
  static String added(Map<String, Integer> ids, List<String> special) {
    return special.stream()
        .map(
            token ->
                """
                    {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false, \
                "normalized": false, "special": true}"""
                    .formatted(ids.get(token), escaped(token)))
        .collect(Collectors.joining(",\n"));
  }

  private static String escaped(String token) {
    return token.replace("\n", "\\n");
  }

  private static String special(String token) {
    return "{\"SpecialToken\": {\"id\": \"%s\", \"type_id\": 0}}".formatted(token);
  }

  private static String sequence(String id) {
    return "{\"Sequence\": {\"id\": \"%s\", \"type_id\": 0}}".formatted(id);
  }

  private static String definition(String token) {
    return "      \"%s\": {\"id\": \"%s\", \"ids\": [%d], \"tokens\": [\"%s\"]}"
        .formatted(token, token, IDS.get(token), token);
  }
}
