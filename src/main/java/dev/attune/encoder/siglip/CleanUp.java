package dev.attune.encoder.siglip;

import dev.attune.encoder.clip.ClipText;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What is done to a text before it is cut into tokens, by the library a checkpoint is made for. */
enum CleanUp implements UnaryOperator<String> {
  /** Transformers' for SigLIP: lower case, no punctuation, single blanks. */
  SIGLIP {
    @Override
    public String apply(String text) {
      return canonical(text);
    }
  },
  /** Transformers' for SigLIP 2: lower case. */
  SIGLIP_2 {
    @Override
    public String apply(String text) {
      return text.toLowerCase(Locale.ROOT);
    }
  },
  /** OpenCLIP's {@code canonicalize} for both: broken texts are repaired first, as CLIP's are. */
  OPEN_CLIP {
    @Override
    public String apply(String text) {
      return canonical(ClipText.clean(text).replace('_', ' '));
    }
  };

  private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");

  /** As Python's {@code \s}, which counts the four separators of ASCII too. */
  private static final Pattern SPACE =
      Pattern.compile("[\\s\\x1c-\\x1f]+", Pattern.UNICODE_CHARACTER_CLASS);

  private static String canonical(String text) {
    String words = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return SPACE.matcher(words).replaceAll(" ").strip();
  }
}
