package dev.attune.metric.caption;

import dev.attune.text.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits captions into words as the COCO caption evaluation does: by the rules of the Penn
 * Treebank, in small letters, without punctuation. What it reproduces is Stanford CoreNLP 3.4.1's
 * {@code PTBTokenizer -preserveLines -lowerCase} followed by the removal of {@code '' ' `` ` . ? !
 * , : - -- ... ;}; RATIONALE.md tells how near it comes. Text in any script passes.
 */
public final class PtbTokenizer {
  private static final String LETTER = "[\\p{L}\\p{M}]";
  private static final String START = "[\\p{L}\\p{Nd}]";
  private static final String CHARACTER = "[\\p{L}\\p{M}\\p{Nd}]";
  private static final String END = "(?!" + CHARACTER + ")";
  private static final String APOSTROPHE = "['\u2019]";

  /** Most words of captions; found first because the rest is slow. */
  private static final String FREE_STANDING =
      "(?!(?:cannot|gonna|wanna|gotta|gimme|lemme)\\s)[a-z]++(?=\\s)";

  private static final String TAG = "</?[a-z!?][^<>]*>";
  // Repeated groups are bounded here and below: Java's matcher recurses into each repetition.
  private static final String E_MAIL =
      "[a-z0-9][^\\s\"<>|()]{0,64}@(?:[^\\s\"<>|().]{1,64}\\.){0,10}[^\\s\"<>|().]{1,64}";
  private static final String WEB =
      "https?://[^\\s\"<>|()]*[^\\s\"<>|.!?(){},-]"
          + "|(?:www\\.(?:[^\\s\"<>|.!?(){},]{1,64}\\.){1,10}[a-z]{2,4}"
          + "|(?:[^\\s\"`'<>|.!?(){},/$_-]{1,64}\\.){1,10}(?:com|net|org|edu)"
          + END
          + ")(?:/[^\\s\"<>|()]*[^\\s\"<>|.!?(){},-])?";
  private static final String ENTITY = "&(?:amp|lt|gt);";
  private static final String HASH_OR_USER = "#[\\p{L}_][\\p{L}\\p{Nd}_]*|@[a-z_]\\w*";
  private static final String SMILEY = "[<>]?[:;=][-o*]?[()DPO\\\\{@|\\[\\]]" + END;

  /** Words with an apostrophe of their own. */
  private static final String APOSTROPHE_WORD =
      APOSTROPHE
          + ("n" + APOSTROPHE)
          + ("|" + APOSTROPHE + "(?:n|em|cause|till?|[2-9]0s)" + END)
          + ("|(?:ol|somethin|dunkin)" + APOSTROPHE + END)
          + ("|[dol]" + APOSTROPHE + "(?![sdmt]" + END + ")" + LETTER + CHARACTER + "*")
          + ("|(?:c" + APOSTROPHE + "mon|s" + APOSTROPHE + "mores?)" + END);

  /** Of words such as "cannot", which count as two: the second is found next. */
  private static final String FIRST_OF_TWO =
      ("can(?=not" + END + ")")
          + ("|(?:gon|wan)(?=na" + END + ")")
          + ("|got(?=ta" + END + ")")
          + ("|(?:gim|lem)(?=me" + END + ")")
          + ("|y" + APOSTROPHE + "(?=all" + END + ")")
          + ("|" + APOSTROPHE + "t(?=(?:is|was)" + END + ")");

  private static final String NOT = "n" + APOSTROPHE + "t" + END;
  private static final String BEFORE_NOT = LETTER + "+?(?=" + NOT + ")";
  private static final String CLITIC = APOSTROPHE + "(?:s|m|d|ll|re|ve)" + END;
  private static final String ABBREVIATION =
      "(?:mr|mrs|ms|dr|prof|sr|jr|st|rev|gen|col|capt|lt|sgt|gov|sen|rep|vs|etc|inc|co|corp|ltd"
          + "|dept|ave|blvd|mt|ft|jan|feb|mar|apr|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|thurs|fri"
          + "|ph\\.d|no(?=\\.\\s*\\p{Nd}))\\."
          + ("|\\p{L}(?:\\.\\p{L}){1,20}\\.?" + END)
          + "|\\p{L}\\.(?!\\p{L})"
          + ("|\\p{L}+\\.\\p{L}+" + END);
  private static final String NUMBER =
      "(?:(?<![^\\s(])[+-])?(?:\\p{Nd}*(?:[.,:]\\p{Nd}+){1,20}|\\p{Nd}++(?:/\\p{Nd}++){0,20}+(?!-?"
          + CHARACTER
          + "))";

  /** Also several joined by a hyphen, a slash or, in capitals, an ampersand. */
  private static final String WORD =
      "(?-iu:\\p{Lu}+&\\p{Lu}+)"
          + ("|" + START + CHARACTER + "*(?:[-_/]" + CHARACTER + "+){0,20}")
          + "(?:(?<=(?<!\\w)c)(?:\\+\\+|#))?";

  private static final String DROPPED =
      "[?!](?![?!])|&quot;|[.,:;\"'`\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00ab\u00bb-]+"
          + "|[\\p{So}\\p{M}\\p{C}\\x{1F3FB}-\\x{1F3FF}&&[^\u00b0]]";
  private static final String RUN = "[?!]{2,}|_+|\\*+";

  private static final Pattern TOKEN =
      Pattern.compile(
          String.join(
              "|",
              FREE_STANDING,
              TAG,
              E_MAIL,
              WEB,
              ENTITY,
              HASH_OR_USER,
              SMILEY,
              APOSTROPHE_WORD,
              FIRST_OF_TWO,
              NOT,
              BEFORE_NOT,
              CLITIC,
              ABBREVIATION,
              NUMBER,
              WORD,
              "(?<dropped>" + DROPPED + ")",
              RUN,
              "\\S"),
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** How the Treebank writes what stands in the text. */
  private static final Map<String, String> WRITTEN =
      Map.ofEntries(
          Map.entry("(", "-lrb-"),
          Map.entry(")", "-rrb-"),
          Map.entry("[", "-lsb-"),
          Map.entry("]", "-rsb-"),
          Map.entry("{", "-lcb-"),
          Map.entry("}", "-rcb-"),
          Map.entry("\u2019", "'"),
          Map.entry("&amp;", "&"),
          Map.entry("&lt;", "<"),
          Map.entry("&gt;", ">"),
          Map.entry("\u00a3", "#"),
          Map.entry("\u20ac", "$"),
          Map.entry("\u00bc", "1/4"),
          Map.entry("\u00bd", "1/2"),
          Map.entry("\u00be", "3/4"));

  private static final Pattern TO_WRITE =
      Pattern.compile("[()\\[\\]{}\u2019\u00a3\u20ac\u00bc-\u00be]|&(?:amp|lt|gt);");

  private PtbTokenizer() {}

  /** The words of a caption in order; none where it is blank or holds punctuation only. */
  public static List<String> words(String caption) {
    List<String> words = new ArrayList<>();
    Matcher token = TOKEN.matcher(Blanks.plain(caption));
    while (token.find()) {
      if (token.group("dropped") == null) {
        String word = token.group().toLowerCase(Locale.ROOT);
        words.add(
            TO_WRITE
                .matcher(word)
                .replaceAll(
                    found -> Matcher.quoteReplacement(WRITTEN.getOrDefault(found.group(), ""))));
      }
    }
    return words;
  }
}
