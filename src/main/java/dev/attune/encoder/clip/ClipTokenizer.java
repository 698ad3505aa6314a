package dev.attune.encoder.clip;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.attune.text.TextTokenizer;
import dev.attune.text.TokenizerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

/**
 * A CLIP tokeniser read from a Hugging Face {@code tokenizer.json}, which adds the start and end
 * tokens itself. Texts are cleaned up first as CLIP's own tokeniser does it.
 */
public final class ClipTokenizer implements TextTokenizer {
  private final HuggingFaceTokenizer tokenizer;
  private final int contextLength;

  private ClipTokenizer(HuggingFaceTokenizer tokenizer, int contextLength) {
    this.tokenizer = tokenizer;
    this.contextLength = contextLength;
  }

  /**
   * Reads a {@code tokenizer.json}, see {@link ClipTokenizerFiles#json}.
   *
   * @param contextLength most tokens of a text; a longer one is cut and keeps its end token
   * @throws TokenizerException when it is broken
   */
  public static ClipTokenizer load(InputStream json, int contextLength) throws IOException {
    Map<String, String> options =
        Map.of("padding", "false", "truncation", "false", "addSpecialTokens", "true");
    try {
      return new ClipTokenizer(HuggingFaceTokenizer.newInstance(json, options), contextLength);
    } catch (RuntimeException e) {
      throw new TokenizerException("tokenizer.json", "is not a tokeniser: " + e.getMessage(), e);
    }
  }

  /** As {@link #load}. */
  static ClipTokenizer of(byte[] json, int contextLength) {
    try {
      return load(new ByteArrayInputStream(json), contextLength);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can always be read", e);
    }
  }

  /**
   * Checks that the token that ends a text is the highest, by which the text tower finds it.
   *
   * @param highest of all its ids
   * @throws TokenizerException when it is not
   */
  void checkEnd(long highest) {
    long[] ids = ids("a");
    if (ids.length == 0 || ids[ids.length - 1] != highest) {
      throw new TokenizerException(
          "tokenizer.json",
          "ends a text with the id %d, and its highest is %d: such a text tower is not supported"
              .formatted(ids.length == 0 ? -1 : ids[ids.length - 1], highest));
    }
  }

  /** From its start token to its end token. */
  @Override
  public long[] encode(String text) {
    return encode(text, contextLength);
  }

  @Override
  public long[] encode(String text, int most) {
    long[] ids = ids(text);
    int length = Math.min(most, contextLength);
    if (ids.length <= length) {
      return ids;
    }
    long end = ids[ids.length - 1];
    long[] cut = Arrays.copyOf(ids, length);
    cut[length - 1] = end;
    return cut;
  }

  @Override
  public boolean isCut(String text) {
    return isCut(text, contextLength);
  }

  @Override
  public boolean isCut(String text, int most) {
    return ids(text).length > Math.min(most, contextLength);
  }

  private long[] ids(String text) {
    return tokenizer.encode(ClipText.clean(text)).getIds();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
