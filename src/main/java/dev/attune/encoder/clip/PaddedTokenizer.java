package dev.attune.encoder.clip;

import dev.attune.text.TextTokenizer;
import dev.attune.weights.FileSource;
import java.util.Arrays;

/**
 * Pads the rows of a BERT tokeniser to their full length, which the text tower reads too.
 *
 * @param words what it pads
 * @param length of a row
 * @param padding id of what follows a text
 * @param stripped id that is replaced by 0, or -1
 */
record PaddedTokenizer(TextTokenizer words, int length, long padding, long stripped)
    implements TextTokenizer {
  /**
   * A model's.
   *
   * @param json of the tokeniser
   * @param files where they say which tokens pad and separate, those are taken
   * @throws dev.attune.text.TokenizerException when the tokeniser lacks those tokens
   */
  static PaddedTokenizer of(TextTokenizer words, byte[] json, FileSource files, ClipConfig config) {
    SpecialTokens special = SpecialTokens.of(json);
    boolean strips = config.textForm().stripped();
    return new PaddedTokenizer(
        words,
        config.contextLength(),
        special.id(SpecialTokens.told(files, "pad_token", "[PAD]")),
        strips ? special.id(SpecialTokens.told(files, "sep_token", "[SEP]")) : -1);
  }

  @Override
  public long[] encode(String text) {
    return encode(text, length);
  }

  @Override
  public long[] encode(String text, int most) {
    long[] ids = words.encode(text, most);
    long[] row = Arrays.copyOf(ids, length);
    Arrays.fill(row, ids.length, length, padding);
    return Arrays.stream(row).map(id -> id == stripped ? 0 : id).toArray();
  }

  @Override
  public boolean isCut(String text) {
    return words.isCut(text);
  }

  @Override
  public boolean isCut(String text, int most) {
    return words.isCut(text, most);
  }

  @Override
  public void close() {
    words.close();
  }
}
