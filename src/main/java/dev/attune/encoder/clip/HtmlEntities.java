package dev.attune.encoder.clip;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbescape.html.HtmlEscape;

/**
 * Resolves HTML's character references in two ways that CLIP's clean-up uses one after the other.
 * The library knows the names and numbers (WHATWG HTML, "Named character references"); which of
 * them count where differs.
 */
final class HtmlEntities {
  private static final Pattern LOOSE =
      Pattern.compile("&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");
  private static final Pattern STRICT = Pattern.compile("&#?[0-9A-Za-z]{1,24};");

  /** What no page may hold: Python drops references to it. */
  private static final Pattern INVALID =
      Pattern.compile(
          "[\\x01-\\x08\\x0b\\x0e-\\x1f\\x7f\ufdd0-\ufdef]"
              + "|[\\x{fffe}\\x{ffff}\\x{1fffe}\\x{1ffff}\\x{2fffe}\\x{2ffff}\\x{3fffe}\\x{3ffff}"
              + "\\x{4fffe}\\x{4ffff}\\x{5fffe}\\x{5ffff}\\x{6fffe}\\x{6ffff}\\x{7fffe}\\x{7ffff}"
              + "\\x{8fffe}\\x{8ffff}\\x{9fffe}\\x{9ffff}\\x{afffe}\\x{affff}\\x{bfffe}\\x{bffff}"
              + "\\x{cfffe}\\x{cffff}\\x{dfffe}\\x{dffff}\\x{efffe}\\x{effff}\\x{ffffe}\\x{fffff}"
              + "\\x{10fffe}\\x{10ffff}]");

  /** No entity is longer. */
  private static final int LONGEST = 2;

  private HtmlEntities() {}

  /**
   * As Python's {@code html.unescape}: semicolons may be missing, and of a name that is unknown the
   * longest known beginning counts.
   */
  static String loose(String text) {
    return text.indexOf('&') < 0
        ? text
        : LOOSE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(loosely(m.group())));
  }

  /** As ftfy's {@code unescape_html}: with semicolons only, and also names in capitals. */
  static String strict(String text) {
    return text.indexOf('&') < 0
        ? text
        : STRICT.matcher(text).replaceAll(m -> Matcher.quoteReplacement(strictly(m)));
  }

  private static String loosely(String reference) {
    if (reference.charAt(1) == '#') {
      return number(reference);
    }
    for (int end = reference.length(); end > 2; end--) {
      String known = reference.substring(0, end);
      String character = HtmlEscape.unescapeHtml(known);
      if (!character.equals(known)) {
        return character + reference.substring(end);
      }
    }
    return reference;
  }

  private static String strictly(MatchResult found) {
    String reference = found.group();
    if (reference.charAt(1) == '#') {
      String character = LOOSE.matcher(reference).matches() ? number(reference) : reference;
      return character.equals(";") ? reference : character; // ftfy looks whether one is left over
    }
    String character = HtmlEscape.unescapeHtml(reference);
    if (character.length() <= LONGEST) {
      return character;
    }
    String small = reference.toLowerCase(Locale.ROOT);
    String folded = HtmlEscape.unescapeHtml(small);
    boolean capitals =
        reference.equals(small.toUpperCase(Locale.ROOT))
            && loosely(reference).equals(reference)
            && folded.length() <= LONGEST;
    return capitals ? folded.toUpperCase(Locale.ROOT) : reference;
  }

  private static String number(String reference) {
    String character = HtmlEscape.unescapeHtml(reference);
    return INVALID.matcher(character).matches() ? "" : character;
  }
}
