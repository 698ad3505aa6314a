package dev.attune.encoder.clip;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.attune.encoder.clip.TextForm.Cleaning;
import dev.attune.text.TextTokenizer;
import dev.attune.text.TokenizerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CLIP tokeniser read from a Hugging Face {@code tokenizer.json}, which adds the start and end
 * tokens itself. Texts are cleaned up first as CLIP's own tokeniser does it.
 */
public final class ClipTokenizer implements TextTokenizer {
  private final HuggingFaceTokenizer tokenizer;
  private final int contextLength;
  private final Cleaning cleaning;

  private ClipTokenizer(HuggingFaceTokenizer tokenizer, int contextLength, Cleaning cleaning) {
    this.tokenizer = tokenizer;
    this.contextLength = contextLength;
    this.cleaning = cleaning;
  }

  /**
   * Reads a {@code tokenizer.json}, see {@link ClipTokenizerFiles#json}.
   *
   * @param contextLength most tokens of a text; a longer one is cut and keeps its end token
   * @throws TokenizerException when it is broken
   */
  public static ClipTokenizer load(InputStream json, int contextLength) throws IOException {
    return load(json, contextLength, Cleaning.LOWER);
  }

  private static ClipTokenizer load(InputStream json, int contextLength, Cleaning cleaning)
      throws IOException {
    Map<String, String> options =
        Map.of("padding", "false", "truncation", "false", "addSpecialTokens", "true");
    try {
      return new ClipTokenizer(
          HuggingFaceTokenizer.newInstance(json, options), contextLength, cleaning);
    } catch (RuntimeException e) {
      throw new TokenizerException("tokenizer.json", "is not a tokeniser: " + e.getMessage(), e);
    }
  }

  /** As {@link #load}, with another clean-up. */
  static ClipTokenizer of(byte[] json, int contextLength, Cleaning cleaning) {
    try {
      return load(new ByteArrayInputStream(json), contextLength, cleaning);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can always be read", e);
    }
  }

  /**
   * Checks that the token that ends a text is the one by which the text tower finds it.
   *
   * @param highest of all its ids, which ends a text where no other id is told
   * @throws TokenizerException when it is not
   */
  void checkEnd(long highest, @Nullable Integer told) {
    long[] ids = ids("a");
    long end = ids.length == 0 ? -1 : ids[ids.length - 1];
    if (end != (told == null ? highest : told)) {
      String wanted =
          told == null
              ? "its highest is %d: such a text tower is not supported".formatted(highest)
              : "the model with %d".formatted(told);
      throw new TokenizerException(
          "tokenizer.json", "ends a text with the id %d, and %s".formatted(end, wanted));
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
    return tokenizer.encode(cleaning.apply(text)).getIds();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
