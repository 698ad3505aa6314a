package dev.attune.dataset.icons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attune.encoder.clip.ClipTokenizer;
import dev.attune.hub.BuiltInModels;
import dev.attune.text.TextTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  private static final int CONTEXT = 77;

  @Test
  void committedTokenizerIsTheGenerators() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/dev/attune/builtin/tokenizer.json")) {
      assertThat(in).as("tokenizer.json on the class path").isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(Vocabulary.tokenizerJson());
    }
  }

  @Test
  void committedLanguageTokenizerIsTheGenerators() throws IOException {
    try (InputStream in = new BuiltInModels().tokenizer("icons-opt")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(LanguageVocabulary.tokenizerJson());
    }
  }

  @Test
  void idsRunWithoutGapsAndEndWithTheEnd() {
    assertThat(Vocabulary.ids().values())
        .containsExactlyElementsOf(IntStream.range(0, Vocabulary.ids().size()).boxed().toList());
    int size = Vocabulary.ids().size();
    assertThat(Vocabulary.ids())
        .containsEntry(Vocabulary.PAD, 0)
        .containsEntry(Vocabulary.UNKNOWN, 1)
        .containsEntry(Vocabulary.START, size - 2)
        .containsEntry(Vocabulary.END, size - 1);
  }

  @Test
  void tokenizerSplitsWordsAndPunctuationAndAddsStartAndEnd() throws IOException {
    try (TextTokenizer tokenizer = tokenizer()) {
      assertThat(tokenizer.encode("A photo of a WINE glass."))
          .containsExactly(
              id(Vocabulary.START),
              id("a"),
              id("photo"),
              id("of"),
              id("a"),
              id("wine"),
              id("glass"),
              id("."),
              id(Vocabulary.END));
      assertThat(tokenizer.encode("a zeppelin"))
          .containsExactly(
              id(Vocabulary.START), id("a"), id(Vocabulary.UNKNOWN), id(Vocabulary.END));
    }
  }

  @Test
  void everyCaptionIsMadeOfKnownWordsAndFitsThirtyTwoTokens() throws IOException {
    Set<String> texts = new HashSet<>();
    Grammar grammar = new Grammar();
    ScenePainter scenes = new ScenePainter();
    List<Integer> all = IntStream.range(0, Concepts.get().size()).boxed().toList();
    for (int i = 0; i < Concepts.get().size(); i++) {
      texts.add(grammar.prompt(i));
    }
    for (int i = 0; i < 300; i++) {
      PictureRandom random = new PictureRandom("scene", 9, i);
      Scene scene = scenes.plan(random, IconFamily.policy(), all, Background.usual());
      texts.addAll(grammar.captions(scene, i));
    }
    for (TrainingPictures.Audience audience : TrainingPictures.Audience.values()) {
      TrainingPictures pictures = new TrainingPictures(audience, 4);
      for (int i = 0; i < 700; i++) {
        texts.add(pictures.get(i).caption());
      }
    }
    assertThat(texts).hasSizeGreaterThan(1500);
    List<String> bad = new ArrayList<>();
    try (TextTokenizer tokenizer = tokenizer()) {
      for (String text : texts) {
        long[] ids = tokenizer.encode(text);
        if (ids.length > 32
            || IntStream.range(0, ids.length).anyMatch(i -> ids[i] == id(Vocabulary.UNKNOWN))) {
          bad.add(text);
        }
      }
    }
    assertThat(bad).isEmpty();
  }

  @Test
  void knowsTheWordsOfMovement() {
    assertThat(Vocabulary.ids())
        .containsKeys("moves", "grows", "shrinks", "turns", "appears", "disappears", "towards")
        .containsKeys("left", "right", "up", "down", "slowly", "clockwise");
  }

  private static TextTokenizer tokenizer() throws IOException {
    return ClipTokenizer.load(
        new ByteArrayInputStream(Vocabulary.tokenizerJson().getBytes(StandardCharsets.UTF_8)),
        CONTEXT);
  }

  private static long id(String token) {
    return Objects.requireNonNull(Vocabulary.ids().get(token), token);
  }
}
