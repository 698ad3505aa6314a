package dev.attune.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a file holds is proved by {@code SiglipFamilyTest}. */
class SentencePiecesTest {

  @Test
  void whatIsNoUnigramFileIsRefused() {
    byte[] cut = {10, 50, 10, 5};
    assertThatThrownBy(() -> SentencePieces.json(cut))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("spiece.model: is no SentencePiece file, or truncated");
    byte[] bpe = {10, 3, 10, 1, 'a', 18, 2, 3 << 3, 2};
    assertThatThrownBy(() -> SentencePieces.json(bpe)).hasMessageContaining("unigram");
    assertThatThrownBy(() -> SentencePieces.json(new byte[] {})).hasMessageContaining("unigram");
    assertThatThrownBy(() -> SentencePieces.json(new byte[] {13, 1, 2, 3, 4}))
        .hasMessageContaining("is no SentencePiece file");
  }
}
