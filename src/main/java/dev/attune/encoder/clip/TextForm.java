package dev.attune.encoder.clip;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a text is prepared, and where the text tower finds what it made of it.
 *
 * @param cleaning what is done before the text is cut into tokens
 * @param end id of the token that ends a text, or null where it is the highest
 * @param padded whether every token sees all others, the padding too, and the last position is the
 *     text's; else it is the end token's, and tokens see those before them
 * @param stripped whether the separator that ends a padded text is replaced by the id 0
 */
public record TextForm(Cleaning cleaning, @Nullable Integer end, boolean padded, boolean stripped) {

  /** CLIP's. */
  public static final TextForm OPENAI = new TextForm(Cleaning.LOWER, null, false, false);

  /** OpenCLIP's names of what is done to a text. */
  public enum Cleaning implements UnaryOperator<String> {
    /** Repaired, single blanks, lower case. */
    LOWER {
      @Override
      public String apply(String text) {
        return ClipText.clean(text);
      }
    },
    /** Repaired, single blanks. */
    WHITESPACE {
      @Override
      public String apply(String text) {
        return ClipText.repair(text);
      }
    },
    /** Nothing: the tokeniser does it all. */
    NONE {
      @Override
      public String apply(String text) {
        return text;
      }
    }
  }
}
