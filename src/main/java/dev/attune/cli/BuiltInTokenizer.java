package dev.attune.cli;

import dev.attune.encoder.clip.ClipTokenizer;
import dev.attune.text.TextTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The tokeniser that all built-in models share. */
final class BuiltInTokenizer {
  private static final String RESOURCE = "/dev/attune/builtin/tokenizer.json";

  private BuiltInTokenizer() {}

  /** Loads it for texts of at most so many tokens; the caller closes it. */
  static TextTokenizer load(int contextLength) throws IOException {
    try (InputStream json =
        Objects.requireNonNull(BuiltInTokenizer.class.getResourceAsStream(RESOURCE))) {
      return ClipTokenizer.load(json, contextLength);
    }
  }
}
