package dev.attune.encoder.clip;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CLIP's clean-up of a text before it is tokenised: the harmless part of {@code ftfy}'s repairs,
 * HTML's entities resolved twice, white space collapsed, lower case.
 */
public final class ClipText {
  private static final Pattern ENTITY =
      Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});");
  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", "\u00a0"),
          Map.entry("copy", "\u00a9"),
          Map.entry("reg", "\u00ae"),
          Map.entry("trade", "\u2122"),
          Map.entry("deg", "\u00b0"),
          Map.entry("hellip", "\u2026"),
          Map.entry("ndash", "\u2013"),
          Map.entry("mdash", "\u2014"),
          Map.entry("lsquo", "\u2018"),
          Map.entry("rsquo", "\u2019"),
          Map.entry("ldquo", "\u201c"),
          Map.entry("rdquo", "\u201d"),
          Map.entry("euro", "\u20ac"),
          Map.entry("pound", "\u00a3"),
          Map.entry("eacute", "\u00e9"),
          Map.entry("egrave", "\u00e8"));

  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SINGLE_QUOTES = Pattern.compile("[\u2018-\u201b]");
  private static final Pattern DOUBLE_QUOTES = Pattern.compile("[\u201c-\u201f]");

  /** Latin ligatures and full-width forms, which the compatibility form spells out. */
  private static final Pattern COMPATIBLE = Pattern.compile("[\ufb00-\ufb06\uff01-\uffef\u3000]+");

  private static final Pattern CONTROLS =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\ufeff\ufff9-\ufffb]+");

  private ClipText() {}

  /** The text as it is cut into tokens. */
  public static String clean(String text) {
    // a text with tags may mean its entities; it is resolved below all the same, unrepaired
    String resolved = text.indexOf('<') < 0 ? unescape(text) : text;
    String repaired = CONTROLS.matcher(resolved).replaceAll("");
    repaired =
        COMPATIBLE
            .matcher(repaired)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        Normalizer.normalize(m.group(), Normalizer.Form.NFKC)));
    repaired = SINGLE_QUOTES.matcher(repaired).replaceAll("'");
    repaired = DOUBLE_QUOTES.matcher(repaired).replaceAll("\"");
    repaired = Normalizer.normalize(repaired, Normalizer.Form.NFC);
    String plain = unescape(unescape(repaired));
    return SPACE.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  private static String unescape(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return ENTITY.matcher(text).replaceAll(m -> Matcher.quoteReplacement(character(m)));
  }

  private static String character(MatchResult entity) {
    String name = entity.group(1);
    if (name.charAt(0) != '#') {
      return NAMED.getOrDefault(name, entity.group());
    }
    boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
    int point = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
    boolean known =
        Character.isDefined(point)
            && !Character.isISOControl(point)
            && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    return known ? Character.toString(point) : entity.group();
  }
}
