package dev.attune.model.caption;

import dev.attune.model.lm.LmFamily;
import dev.attune.text.LanguageTokenizer;
import dev.attune.text.TokenizerException;
import java.util.Arrays;

/**
 * Captions in the tokens of an OPT or a GPT-2: a newline ends them, as in RLCF's captioners
 * (ALGORITHMS 4, Captioning). Thread-safe.
 */
public final class LanguageText implements CaptionText, AutoCloseable {
  private static final String END = "\n";

  private final LanguageTokenizer tokenizer;
  private final long start;
  private final long end;
  private final long padding;

  /**
   * @param tokenizer is closed with it
   * @throws TokenizerException when it lacks the family's special tokens
   */
  public LanguageText(LanguageTokenizer tokenizer, LmFamily family) {
    this.tokenizer = tokenizer;
    start = single(family.startText());
    end = single(END);
    padding = single(family.paddingText());
  }

  private long single(String text) {
    long[] ids = tokenizer.encode(text);
    if (ids.length != 1) {
      throw new TokenizerException(
          "tokenizer.json", "has no token for " + text.replace("\n", "a newline"));
    }
    return ids[0];
  }

  @Override
  public long startToken() {
    return start;
  }

  @Override
  public long endToken() {
    return end;
  }

  @Override
  public long paddingToken() {
    return padding;
  }

  @Override
  public long[] encode(String caption) {
    long[] ids = tokenizer.encode(caption);
    long[] tokens = new long[ids.length + 1];
    tokens[0] = start;
    System.arraycopy(ids, 0, tokens, 1, ids.length);
    return tokens;
  }

  @Override
  public String decode(long[] tokens) {
    // the end token is text to the tokeniser, and other words may follow it
    long[] caption = Arrays.stream(tokens).takeWhile(t -> t != end).toArray();
    return tokenizer.decode(caption).strip();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
