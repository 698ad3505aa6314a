package dev.attune.metric.caption.meteor;

import java.util.List;
import java.util.Locale;
import java.util.Set;
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
  private static final Pattern MARK = Pattern.compile("[^\\p{L}\\p{M}\\p{N}.,'-]");
  private static final Pattern COMMA = Pattern.compile("(?<!\\p{Nd}),|,(?!\\p{Nd})");
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+|-[a-z]{3}-");
  private static final Pattern BLANK = Pattern.compile("\\s+");

  /** Whatever makes up more than a thousandth of running English text. */
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("a about after all also an and are as at be been but by can could first for from had has"
                  + " have he her his i if in into is it its last more new no not of on one or other"
                  + " out over people said she so some than that the their there they this time to"
                  + " two up was we were what when which who will with would year years you s"
                  + " ' . , ? $ - : ( ) \" -lrb- -rrb-")
              .split(" "));

  private MeteorText() {}

  /** The words that METEOR compares, in small letters. */
  static List<String> words(List<String> treebankWords) {
    return treebankWords.stream().flatMap(word -> split(word).stream()).toList();
  }

  private static List<String> split(String treebankWord) {
    String word = treebankWord.toLowerCase(Locale.ROOT);
    if (PLAIN.matcher(word).matches()) {
      return List.of(word);
    }
    if (ABBREVIATION.matcher(word).matches()) {
      return List.of(word.replace(".", ""));
    }
    word = HYPHEN.matcher(word).replaceAll(" ");
    word = IN_LETTERS.matcher(word).replaceAll(" '");
    word = APOSTROPHE.matcher(word).replaceAll(found -> alone(found));
    word = MARK.matcher(word).replaceAll(found -> alone(found));
    word = COMMA.matcher(word).replaceAll(" , ");
    return List.of(BLANK.split(word.strip()));
  }

  private static String alone(java.util.regex.MatchResult mark) {
    return mark.group().isBlank() ? " " : " " + Matcher.quoteReplacement(mark.group()) + " ";
  }

  static boolean isFunctionWord(String word) {
    return FUNCTION_WORDS.contains(word);
  }
}
