package dev.attune.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A CLIP tokeniser read from a Hugging Face {@code tokenizer.json}, which adds the start and end
 * tokens itself. Texts are cleaned up first as CLIP's own tokeniser does it. Thread-safe.
 */
public final class TextTokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;
  private final int contextLength;

  private TextTokenizer(HuggingFaceTokenizer tokenizer, int contextLength) {
    this.tokenizer = tokenizer;
    this.contextLength = contextLength;
  }

  /**
   * Reads a {@code tokenizer.json}.
   *
   * @param contextLength most tokens of a text; a longer one is cut and keeps its end token
   * @throws TokenizerException when it is broken
   */
  public static TextTokenizer load(InputStream json, int contextLength) throws IOException {
    Map<String, String> options =
        Map.of("padding", "false", "truncation", "false", "addSpecialTokens", "true");
    try {
      return new TextTokenizer(HuggingFaceTokenizer.newInstance(json, options), contextLength);
    } catch (RuntimeException e) {
      throw new TokenizerException("tokenizer.json", "is not a tokeniser: " + e.getMessage(), e);
    }
  }

  /** The ids of a text, from its start token to its end token, at most the context's length. */
  public long[] encode(String text) {
    Encoding encoding = tokenizer.encode(ClipText.clean(text));
    long[] ids = encoding.getIds();
    if (ids.length <= contextLength) {
      return ids;
    }
    long end = ids[ids.length - 1];
    long[] cut = Arrays.copyOf(ids, contextLength);
    cut[contextLength - 1] = end;
    return cut;
  }

  /** Whether a text has more tokens than the context takes. */
  public boolean isCut(String text) {
    return tokenizer.encode(ClipText.clean(text)).getIds().length > contextLength;
  }

  /** The ids of several texts, one row each, of different lengths. */
  public long[][] encodeAll(Iterable<String> texts) {
    List<long[]> rows = new ArrayList<>();
    texts.forEach(t -> rows.add(encode(t)));
    return rows.toArray(new long[0][]);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
