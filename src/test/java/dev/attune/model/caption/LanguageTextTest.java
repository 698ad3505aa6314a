package dev.attune.model.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attune.dataset.icons.LanguageVocabulary;
import dev.attune.dataset.icons.TrainingScenes;
import dev.attune.model.lm.LmFamily;
import dev.attune.text.LanguageTokenizer;
import dev.attune.text.TokenizerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The way from captions to tokens and back, with the built-in language model's words. */
class LanguageTextTest {

  @Test
  void specialTokensAreThoseOfOpt() throws IOException {
    try (LanguageText text = text(LmFamily.OPT)) {
      assertThat(text.startToken()).isEqualTo(2);
      assertThat(text.paddingToken()).isEqualTo(1);
      assertThat(text.endToken()).isEqualTo(id("\n"));
      assertThat(text.encode("A red wine glass."))
          .containsExactly(2, id("a"), id("red"), id("wine"), id("glass"), id("."));
      assertThat(text.encode("")).containsExactly(2);
    }
  }

  @Test
  void everyCaptionComesBackAsItWas() throws IOException {
    TrainingScenes scenes = new TrainingScenes();
    try (LanguageText text = text(LmFamily.OPT)) {
      for (int i = 0; i < 300; i++) {
        for (String caption : scenes.captions(9, i)) {
          long[] ids = text.encode(caption);
          assertThat(ids).doesNotContain(id("<unk>"));
          assertThat(text.decode(ids)).isEqualTo(caption);
        }
      }
    }
  }

  @Test
  void whatStandsBehindTheEndIsNotRead() throws IOException {
    try (LanguageText text = text(LmFamily.OPT)) {
      long[] ids = Arrays.copyOf(text.encode("a car"), 5);
      ids[3] = text.endToken();
      ids[4] = id("red");
      assertThat(text.decode(ids)).isEqualTo("a car");
    }
  }

  @Test
  void anotherFamilysTokeniserIsRefused() {
    assertThatThrownBy(() -> text(LmFamily.GPT2))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("<|endoftext|>");
  }

  private static LanguageText text(LmFamily family) throws IOException {
    byte[] json = LanguageVocabulary.tokenizerJson().getBytes(StandardCharsets.UTF_8);
    return new LanguageText(LanguageTokenizer.load(new ByteArrayInputStream(json)), family);
  }

  private static long id(String token) {
    return Objects.requireNonNull(LanguageVocabulary.ids().get(token), token);
  }
}
