package dev.attune.encoder.clip;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CLIP's clean-up of a text before it is tokenised: {@code ftfy.fix_text} but for its repair of
 * texts that were decoded by a wrong encoding; HTML's entities resolved twice; white space
 * collapsed; lower case.
 */
public final class ClipText {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static final Pattern LINE_END = Pattern.compile("(?<=\n)");
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SINGLE_QUOTES = Pattern.compile("[\u02bc\u2018-\u201b]");
  private static final Pattern DOUBLE_QUOTES = Pattern.compile("[\u201c-\u201f]");
  private static final Pattern C1_CONTROL = Pattern.compile("[\\x80-\\x9f]");

  /** Ligatures and wide and narrow forms, which the compatibility form spells out. */
  private static final Pattern COMPATIBLE =
      Pattern.compile(
          "[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb04\ufb06\uff01-\uffef\u3000]+");

  private static final Pattern TERMINAL_COLOUR = Pattern.compile("\\x1b\\[[\\p{Nd};]*[a-zA-Z]");
  private static final Pattern CONTROLS =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]+");
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private ClipText() {}

  /** The text as it is cut into tokens. */
  public static String clean(String text) {
    return repair(text).toLowerCase(Locale.ROOT);
  }

  /** The same in the letters it is written in. */
  static String repair(String text) {
    String plain = HtmlEntities.loose(HtmlEntities.loose(repaired(text)));
    return SPACE.matcher(plain).replaceAll(" ").strip();
  }

  /** Line by line: from the first tag on entities may be meant, and are resolved unrepaired. */
  private static String repaired(String text) {
    StringBuilder repaired = new StringBuilder();
    boolean tags = false;
    for (String line : LINE_END.split(text)) {
      tags |= line.indexOf('<') >= 0;
      repaired.append(repaired(line, tags));
    }
    return repaired.toString();
  }

  /** Once more until nothing is left to do, since a repair may bring another thing to light. */
  private static String repaired(String line, boolean tags) {
    String before;
    String after = line;
    do {
      before = after;
      after = repairedOnce(tags ? before : HtmlEntities.strict(before));
    } while (!after.equals(before));
    return after;
  }

  private static String repairedOnce(String text) {
    String repaired = C1_CONTROL.matcher(text).replaceAll(m -> windows(m.group()));
    repaired =
        COMPATIBLE
            .matcher(repaired.replace("\ufb05", "\u017ft"))
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        Normalizer.normalize(m.group(), Normalizer.Form.NFKC)));
    repaired = SINGLE_QUOTES.matcher(repaired).replaceAll("'");
    repaired = DOUBLE_QUOTES.matcher(repaired).replaceAll("\"");
    repaired = LONE_SURROGATE.matcher(repaired).replaceAll("\ufffd");
    repaired = TERMINAL_COLOUR.matcher(repaired).replaceAll("");
    repaired = CONTROLS.matcher(repaired).replaceAll("");
    return Normalizer.normalize(repaired, Normalizer.Form.NFC);
  }

  /** A control of Latin-1 as the character of Windows-1252 that was meant, where it has one. */
  private static String windows(String control) {
    String meant = new String(control.getBytes(StandardCharsets.ISO_8859_1), WINDOWS);
    return meant.equals("\ufffd") ? control : meant;
  }
}
