package dev.attune.metric.caption.meteor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * METEOR's own idea of words ({@code -norm}) and of function words, for text that was split before:
 * hyphens within words part them, abbreviations lose their periods, other marks stand alone.
 */
final class MeteorText {
  private static final Pattern HYPHEN = Pattern.compile("(?<=[\\p{L}\\p{N}])-(?=[\\p{L}\\p{N}])");
  private static final Pattern ABBREVIATION = Pattern.compile("\\p{L}(?:\\.\\p{L})+\\.?");
  private static final Pattern IN_LETTERS = Pattern.compile("(?<=\\p{L})'(?=\\p{L})");
  private static final Pattern APOSTROPHE = Pattern.compile("(?<!\\p{L})'|'(?!\\p{L})");
  private static final Pattern MARK = Pattern.compile("[^\\s\\p{L}\\p{M}\\p{N}.,'-]");
  private static final Pattern COMMA = Pattern.compile("(?<!\\p{Nd}),|,(?!\\p{Nd})");
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+|-[a-z]{3}-");
  private static final Pattern BLANK = Pattern.compile("\\s+");

  /** Whatever makes up more than a thousandth of running English text. */
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("a about after all also an and are as at be been but by can could first for from had has"
                  + " have he her his i if in into is it its last more new no not of on one or other"
                  + " out over people said she so some than that the their there they this time to"
                  + " two up was we were what when which who will with would year years you s 's 't"
                  + " ' . , ? $ - : ( ) \" -lrb- -rrb-")
              .split(" "));

  private MeteorText() {}

  /** The words that METEOR compares, in small letters. */
  static List<String> words(List<String> treebankWords) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < treebankWords.size(); i++) {
      String word = treebankWords.get(i).toLowerCase(Locale.ROOT);
      boolean wordFollows =
          i + 1 < treebankWords.size()
              && Character.isLetter(treebankWords.get(i + 1).codePointAt(0));
      if (PLAIN.matcher(word).matches()) {
        words.add(word);
      } else if (ABBREVIATION.matcher(word).matches()) {
        words.add(word.replace(".", ""));
      } else if (word.length() > 1 && word.endsWith(".") && !wordFollows) {
        addParts(word.substring(0, word.length() - 1), words);
        words.add(".");
      } else {
        addParts(word, words);
      }
    }
    return words;
  }

  private static void addParts(String word, List<String> words) {
    String parts = HYPHEN.matcher(word).replaceAll(" ");
    parts = APOSTROPHE.matcher(parts).replaceAll(MeteorText::alone);
    parts = IN_LETTERS.matcher(parts).replaceAll(" '");
    parts = MARK.matcher(parts).replaceAll(MeteorText::alone);
    parts = COMMA.matcher(parts).replaceAll(" , ");
    words.addAll(List.of(BLANK.split(parts.strip())));
  }

  private static String alone(MatchResult mark) {
    return " " + Matcher.quoteReplacement(mark.group()) + " ";
  }

  static boolean isFunctionWord(String word) {
    return FUNCTION_WORDS.contains(word);
  }
}
