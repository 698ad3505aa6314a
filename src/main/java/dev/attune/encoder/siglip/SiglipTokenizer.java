package dev.attune.encoder.siglip;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.attune.text.TextTokenizer;
import dev.attune.text.TokenizerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * SigLIP's: no start token, an end token that is always there, and padding to the full length,
 * which the text tower reads too.
 */
final class SiglipTokenizer implements TextTokenizer {
  private final HuggingFaceTokenizer tokenizer;
  private final UnaryOperator<String> cleanUp;
  private final int length;
  private final long end;
  private final long padding;

  SiglipTokenizer(TokenizerFile file, UnaryOperator<String> cleanUp, int length) {
    this.cleanUp = cleanUp;
    this.length = length;
    end = file.end();
    padding = file.padding();
    Map<String, String> options =
        Map.of("padding", "false", "truncation", "false", "addSpecialTokens", "false");
    try {
      tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(file.json()), options);
    } catch (IOException | RuntimeException e) {
      throw new TokenizerException("tokenizer.json", "is not a tokeniser: " + e.getMessage(), e);
    }
  }

  @Override
  public long[] encode(String text) {
    return encode(text, length);
  }

  @Override
  public long[] encode(String text, int most) {
    long[] ids = ids(text);
    int words = Math.min(ids.length, Math.min(most, length) - 1);
    long[] row = Arrays.copyOf(ids, length);
    Arrays.fill(row, words, length, padding);
    row[words] = end;
    return row;
  }

  @Override
  public boolean isCut(String text) {
    return isCut(text, length);
  }

  @Override
  public boolean isCut(String text, int most) {
    return ids(text).length >= Math.min(most, length);
  }

  private long[] ids(String text) {
    return tokenizer.encode(cleanUp.apply(text)).getIds();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
