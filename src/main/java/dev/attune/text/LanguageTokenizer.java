package dev.attune.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The byte-level tokeniser of a language model, GPT-2 or OPT. It adds no special tokens: where they
 * belong, the model knows. Thread-safe.
 */
public final class LanguageTokenizer implements AutoCloseable {
  private static final Map<String, String> OPTIONS =
      Map.of("padding", "false", "truncation", "false", "addSpecialTokens", "false");

  private final HuggingFaceTokenizer tokenizer;

  private LanguageTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Reads a {@code tokenizer.json}, see {@link TokenizerFiles#language}.
   *
   * @throws TokenizerException when it is broken
   */
  public static LanguageTokenizer load(InputStream json) throws IOException {
    try {
      return new LanguageTokenizer(HuggingFaceTokenizer.newInstance(json, OPTIONS));
    } catch (RuntimeException e) {
      throw new TokenizerException("tokenizer.json", "is not a tokeniser: " + e.getMessage(), e);
    }
  }

  /** The ids of a text, without special tokens. */
  public long[] encode(String text) {
    return tokenizer.encode(text, false, false).getIds();
  }

  /** The text of some ids; special tokens are left out. */
  public String decode(long[] ids) {
    return tokenizer.decode(ids, true);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
