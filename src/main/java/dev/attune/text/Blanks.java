package dev.attune.text;

import java.util.regex.Pattern;

/**
 * White space as Unicode has it, not only as ASCII and Java do: no-break, thin and ideographic
 * blanks come with texts that were copied from pages and documents.
 */
public final class Blanks {
  private static final Pattern RUN = Pattern.compile("\\p{IsWhite_Space}+");
  private static final String SOFT_HYPHEN = "\u00ad";

  private Blanks() {}

  /**
   * A text as it is read: a single blank between words, none around them, and no soft hyphens,
   * which are seen at the end of a line alone.
   */
  public static String plain(String text) {
    return RUN.matcher(text.replace(SOFT_HYPHEN, "")).replaceAll(" ").strip();
  }
}
